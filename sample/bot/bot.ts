import {
  AgentClient,
  type AgentConversation,
  type Item,
  memoryStore,
  type Socket,
} from '../../web/client/index.ts';

export interface BotOptions {
  /** Doorstep's origin. */
  readonly app: string;
  /** The bot's key. */
  readonly key: string;
  /** The engagement whose conversations it takes. */
  readonly engagement: string;
}

/** A conversation that it takes. */
interface Taken {
  readonly conversation: AgentConversation;
  accepted: boolean;
  /** The number of the last item that it has heard. */
  heard: number;
}

/** What it says, and the one thing that it can do. */
const words = {
  hello:
    'Hello, I am the assistant of Harbour Supply. I can send you your account statement: just ask for it.',
  asking: 'Your statement is for your eyes only, so please log in first. I go on by myself then.',
  failed: 'Without that login I cannot show you the statement. Ask again whenever you like.',
  other: 'I only know about account statements. A colleague will be with you.',
} as const;

/**
 * The shop's bot: takes the conversations of one engagement, and answers a request for the account statement by a protected
 * request. Whether a login is needed first is not for the bot to know: it asks, and hears what came of it.
 */
export function startBot({ app, key, engagement }: BotOptions): { stop(): void } {
  const withKey: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${key}`);
    return fetch(input, { ...init, headers });
  };
  const client = new AgentClient({
    api: app,
    storage: memoryStore(),
    fetch: withKey,
    connect: (url) => new WebSocket(url) as unknown as Socket,
  });
  const mine = new Map<string, Taken>();

  const take = async (id: string): Promise<void> => {
    if (mine.has(id)) return;
    const conversation = client.open(id);
    const taken: Taken = { conversation, accepted: false, heard: 0 };
    mine.set(id, taken);
    const accepted = await conversation.accept();
    if (!accepted.ok) return leave(id);
    conversation.send(words.hello);
    taken.accepted = true;
    listen(taken);
  };
  const leave = (id: string): void => {
    mine.delete(id);
    client.leave(id);
  };

  client.on('inbox', ({ line, why }) => {
    if (why === 'started' && line.state === 'waiting' && line.engagement === engagement) void take(line.id);
    if (line.state === 'closed') leave(line.id);
  });
  client.on('change', () => {
    for (const taken of mine.values()) listen(taken);
  });
  client.start();

  /** Hears what is new, the words also that were there before the conversation was its own. */
  function listen(taken: Taken): void {
    if (!taken.accepted) return;
    for (const item of taken.conversation.items.filter(({ seq }) => seq > taken.heard)) {
      taken.heard = item.seq;
      void hear(taken.conversation, item).catch(() => undefined);
    }
  }

  async function hear(conversation: AgentConversation, item: Item): Promise<void> {
    if (item.kind === 'message' && item.from.role === 'consumer')
      return answer(conversation, item.text, item.seq);
    if (item.kind !== 'entry') return;
    const { what } = item;
    if (what.event === 'challenge_requested') conversation.send(words.asking);
    if (what.event === 'request_ended') conversation.send(words.failed);
    if (what.event === 'request_answered') conversation.send(await resultOf(conversation.id, what.request));
  }

  async function answer(conversation: AgentConversation, text: string, seq: number): Promise<void> {
    if (!/statement/i.test(text)) {
      conversation.send(words.other);
      await conversation.release();
      return leave(conversation.id);
    }
    // The number of the message names the request: should the bot hear the message twice, it is the same one.
    const body = {
      id: `statement-${seq}`,
      name: 'statement',
      input: { month: new Date().toISOString().slice(0, 7) },
    };
    await withKey(requestsOf(conversation.id), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async function resultOf(id: string, request: string): Promise<string> {
    const response = await withKey(`${requestsOf(id)}/${request}`);
    const { result } = (await response.json()) as { result?: { value?: { text?: string } } };
    return result?.value?.text ?? words.failed;
  }

  const requestsOf = (id: string) => `${app}/api/agent/conversations/${id}/requests`;

  return { stop: () => client.stop() };
}
