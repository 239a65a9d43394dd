import { createHash } from 'node:crypto';
import type { Challenge, EntryEvent, Item } from '../../../contract/conversation.ts';
import type { Push } from '../../../contract/events.ts';
import type { LoginMethod } from '../../../contract/login.ts';
import type { ProblemCode } from '../../../contract/problems.ts';
import type { Socket } from '../../../web/client/link.ts';
import type { VirtualClock } from './clock.ts';
import { SimConversation } from './conversation.ts';
import { type Fate, SimSocket } from './network.ts';
import { forConsumer } from './views.ts';

type Body = Readonly<Record<string, string | undefined>>;
type Reply = { status: number; body?: unknown };

const s256 = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
const problem = (code: ProblemCode, retryable = false) => ({
  type: `urn:doorstep:problem:${code}`,
  title: code,
  status: 400,
  code,
  retryable,
});
const statuses: Partial<Record<ProblemCode, number>> = { unauthorized: 401 };
const refusal = (code: ProblemCode): Reply => ({ status: statuses[code] ?? 409, body: problem(code) });

/** The server as the contract describes it, in memory, behind a network that has a fate for everything it carries. */
export class SimServer {
  readonly conversations = new Map<string, SimConversation>();
  readonly #clock: VirtualClock;
  readonly #fates: Fate[];
  readonly #sessions = new Map<string, { conversation: string; epoch: number; held: boolean }>();
  readonly #tickets = new Map<string, string>();
  readonly #sockets = new Map<string, SimSocket>();
  #count = 0;
  isUp = true;
  /** The ways to log in; with `membersOnly` nobody is admitted without. */
  methods: LoginMethod[] = [{ method: 'token' }];
  membersOnly = false;
  /** Why no login is good, whatever comes of it. */
  refuses: ProblemCode | undefined;
  /** Answers that never arrive, beside what fate does. */
  losesAnswer: (url: string) => boolean = () => false;
  /** Holds a request back. */
  beforeRequest: (url: string) => Promise<void> | undefined = () => undefined;
  /** Holds an answer back. */
  beforeAnswer: (url: string) => Promise<void> | undefined = () => undefined;

  constructor(clock: VirtualClock, fates: readonly Fate[] = []) {
    this.#clock = clock;
    this.#fates = [...fates];
  }

  /** Every socket is closed, as when the network goes. */
  cutAll(): void {
    for (const socket of this.#sockets.values()) socket.cut();
  }

  /** From here on each call, frame or push meets one of these. */
  suffer(given: readonly Fate[]): void {
    this.#fates.push(...given);
  }

  /** From here on the network carries everything. */
  calm(): void {
    this.#fates.length = 0;
    this.isUp = true;
  }

  endSessions(): void {
    this.#sessions.clear();
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const fate = this.#fate();
    await this.#delay(fate === 'late' ? 3000 : 10);
    if (!this.isUp || fate === 'request lost' || fate === 'cut before')
      throw new TypeError('Failed to fetch');
    await this.beforeRequest(String(input));
    const answer = (): Reply => this.#http(String(input), init?.method ?? 'GET', init ?? {});
    let reply = answer();
    if (fate === 'doubled') reply = answer();
    await this.beforeAnswer(String(input));
    if (this.losesAnswer(String(input))) throw new TypeError('Failed to fetch');
    if (fate === 'answer lost' || fate === 'cut after' || fate === 'half')
      throw new TypeError('Failed to fetch');
    await this.#delay(10);
    return new Response(reply.status === 204 ? null : JSON.stringify(reply.body), {
      status: reply.status,
      headers: { 'content-type': reply.status < 400 ? 'application/json' : 'application/problem+json' },
    });
  };

  readonly connect = (url: string): Socket => {
    const ticket = new URL(url).searchParams.get('ticket') ?? '';
    const token = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    const socket = new SimSocket(`connection-${this.#count++}`, (from, text) =>
      this.#frame(from, text, token ?? ''),
    );
    this.#clock.after(10, () => {
      if (token === undefined || !this.isUp) return socket.cut();
      this.#sockets.set(socket.id, socket);
      socket.onopen?.();
    });
    return socket;
  };

  #fate(): Fate {
    return this.#fates.shift() ?? 'ok';
  }

  #delay(ms: number): Promise<void> {
    return new Promise((done) => void this.#clock.after(ms, done));
  }

  #http(url: string, method: string, init: RequestInit): Reply {
    const { pathname, searchParams } = new URL(url);
    const token = new Headers(init.headers).get('authorization')?.slice('Bearer '.length) ?? '';
    const body = (init.body ? JSON.parse(String(init.body)) : {}) as Body;
    if (pathname.endsWith('/sessions')) return this.#openSession('hold' in body);
    if (pathname.startsWith('/api/agent/inbox')) return { status: 200, body: { lines: [] } };
    const isAgent = pathname.startsWith('/api/agent/');
    const session = this.#sessions.get(s256(token));
    const conversation = this.conversations.get(
      isAgent ? (pathname.split('/')[4] ?? '') : (session?.conversation ?? ''),
    );
    const stale = conversation && session?.epoch !== conversation.epoch;
    if (pathname.endsWith('/logout')) return this.#logOut(token);
    if (pathname.endsWith('/redeem') && session && conversation)
      return this.#redeem(conversation, session.epoch, body);
    if (!isAgent && (!session || stale)) return refusal('unauthorized');
    if (pathname.endsWith('/tickets')) return this.#ticket(isAgent ? 'agent' : token);
    if (pathname.endsWith('/challenges') && session) return this.#requestLogin(session, body);
    if (!conversation) return refusal('not_found');
    if (method === 'GET') {
      const number = (name: string) => (searchParams.has(name) ? Number(searchParams.get(name)) : undefined);
      const page = conversation.page(number('after'), number('before'));
      return { status: 200, body: isAgent ? page : { ...page, items: page.items.map(forConsumer) } };
    }
    return this.#startChallenge(conversation, body);
  }

  #openSession(hold: boolean): Reply {
    const token = s256(`token ${this.#count++}`);
    const conversation = `conversation-${this.#count++}`;
    const held = this.membersOnly || hold;
    this.#sessions.set(s256(token), { conversation, epoch: 0, held });
    return {
      status: 201,
      body: {
        token,
        conversation,
        channel: 'messaging',
        idleSeconds: 1800,
        held,
        methods: this.methods,
      },
    };
  }

  #ticket(token: string): Reply {
    const ticket = `ticket-${this.#count++}`;
    this.#tickets.set(ticket, token);
    return {
      status: 201,
      body: { ticket, url: 'ws://simulated/prod', expiresAt: this.#clock.now() + 30_000 },
    };
  }

  #startChallenge(conversation: SimConversation, body: Body): Reply {
    const { challenge } = conversation.head;
    if (!challenge || !['requested', 'started', 'failed'].includes(challenge.state))
      return refusal('challenge_not_open');
    conversation.verifierHash = body.verifierHash ?? '';
    if (!this.methods.some(({ method }) => method === body.method)) return refusal('method_not_accepted');
    conversation.nonce = `nonce-${this.#count++}`;
    this.#setChallenge(conversation, 'started');
    this.#push(conversation, () => ({
      type: 'challenge',
      conversation: conversation.id,
      challenge: conversation.head.challenge as Challenge,
    }));
    const inPlace = body.method === 'token' || body.method === 'private_data';
    const elsewhere = inPlace ? {} : this.#elsewhere(conversation);
    const expiresAt = this.#clock.now() + 600_000;
    return { status: 200, body: { nonce: conversation.nonce, expiresAt, ...elsewhere } };
  }

  /** Each start has a link and a state of its own, of which the last is good. */
  #elsewhere(conversation: SimConversation) {
    conversation.state = `state-${this.#count++}`;
    return { url: `http://login/?state=${conversation.state}`, state: conversation.state };
  }

  /** Named by the verifier, so that a repeat is the same request. */
  #requestLogin(session: { conversation: string; held: boolean }, body: Body): Reply {
    const { conversation: id } = session;
    const conversation = this.conversations.get(id) ?? this.#start(id, session.held);
    const challenge = `own-${body.verifierHash}`;
    if (conversation.head.challenge?.id !== challenge) {
      const by = { role: 'consumer' } as const;
      const asked = { id: challenge, state: 'requested', by, at: this.#clock.now() } as const;
      conversation.head = { ...conversation.head, challenge: { ...asked, methods: this.methods } };
      this.#pushEntry(conversation, conversation.record(by, { event: 'challenge_requested', challenge }));
    }
    const started = this.#startChallenge(conversation, body);
    return started.status === 200
      ? { status: 201, body: { challenge, ...(started.body as object) } }
      : started;
  }

  #logOut(token: string): Reply {
    const session = this.#sessions.get(s256(token));
    const conversation = this.conversations.get(session?.conversation ?? '');
    if (!session) return refusal('unauthorized');
    if (conversation && conversation.epoch === session.epoch) {
      conversation.epoch++;
      conversation.head = { ...conversation.head, assurance: { level: 'anonymous' } };
      this.#pushEntry(conversation, conversation.record({ role: 'consumer' }, { event: 'left' }));
    }
    return { status: 204 };
  }

  #redeem(conversation: SimConversation, epoch: number, body: Body): Reply {
    const verifierHash = s256(body.verifier ?? '');
    const next = body.nextTokenHash ?? '';
    const { redeemed } = conversation;
    const done = { conversation: conversation.id, assurance: conversation.head.assurance, name: 'Ada' };
    if (
      redeemed &&
      epoch === conversation.epoch - 1 &&
      redeemed.verifierHash === verifierHash &&
      redeemed.next === next
    )
      return { status: 200, body: { ...done, seq: redeemed.seq } };
    if (epoch !== conversation.epoch) return refusal('already_stepped_up');
    if (conversation.head.challenge?.state !== 'started' || conversation.verifierHash !== verifierHash)
      return refusal('challenge_not_open');
    const refused = this.refuses ?? this.#judge(conversation, body);
    if (refused) {
      this.#endChallenge(conversation, 'failed', refused);
      return refusal(refused);
    }
    conversation.epoch++;
    this.#sessions.set(next, { conversation: conversation.id, epoch: conversation.epoch, held: false });
    const until = this.#clock.now() + 3_600_000;
    const assurance = { level: 'authenticated', acr: 'password', until } as const;
    const { state } = conversation.head;
    conversation.head = {
      ...conversation.head,
      state: state === 'held' ? 'waiting' : state,
      assurance,
      name: 'Ada',
    };
    this.#setChallenge(conversation, 'completed');
    const challenge = conversation.head.challenge?.id ?? '';
    const entry = conversation.record(
      { role: 'consumer' },
      {
        event: 'stepped_up',
        challenge,
        method: 'token',
        issuer: 'shop',
        identity: 'ada',
        person: { name: 'Ada', attributes: { plan: 'Crew' } },
        assurance,
        epoch: conversation.epoch,
      },
    );
    conversation.redeemed = { verifierHash, next, seq: entry.seq };
    this.#pushEntry(conversation, entry);
    return { status: 200, body: { ...done, assurance, seq: entry.seq } };
  }

  /** Why what came of a login is not good. */
  #judge({ nonce, state }: SimConversation, body: Body): ProblemCode | undefined {
    if (body.method === 'token') return body.token === `signed:${nonce}` ? undefined : 'token_refused';
    if (body.state !== state) return 'login_refused';
    if (body.error !== undefined) return 'login_cancelled';
    return body.code === `code:${state}` ? undefined : 'login_refused';
  }

  #frame(socket: SimSocket, text: string, token: string): void {
    const fate = this.#fate();
    if (!this.isUp || fate === 'request lost') return;
    if (fate === 'cut before') return void this.#clock.after(5, () => socket.cut());
    const frame = JSON.parse(text) as Body;
    const handle = (): void => {
      const result = this.#handle(socket, frame, token, fate === 'half');
      if (fate === 'answer lost') return;
      if (fate === 'cut after') {
        socket.cut();
        return;
      }
      const { id } = frame;
      const event =
        typeof result === 'string'
          ? { type: 'error', id, error: problem(result, result === 'unavailable') }
          : { type: 'answer', id, result };
      this.#clock.after(10, () => socket.isOpen && socket.onmessage?.({ data: JSON.stringify(event) }));
    };
    this.#clock.after(fate === 'late' ? 4000 : 10, handle);
    if (fate === 'doubled') this.#clock.after(30, handle);
  }

  #handle(socket: SimSocket, frame: Body, token: string, half: boolean): object | ProblemCode {
    const { action = '', conversation: id = '' } = frame;
    const [role, verb] = action.split('.') as ['consumer' | 'agent', string];
    if (action === 'ping' || verb === 'hello' || verb === 'alive') return {};
    const session = this.#sessions.get(s256(token));
    if (role === 'consumer' && session?.conversation !== id) return 'unauthorized';
    if (verb === 'start') {
      if (!this.conversations.has(id)) this.#start(id);
      return {};
    }
    const conversation = this.conversations.get(id);
    if (!conversation) return 'not_found';
    if (verb === 'join') {
      if (role === 'consumer' && session?.epoch !== conversation.epoch) return 'unauthorized';
      return conversation.join(socket.id, role, frame.clientId ?? '');
    }
    if (!conversation.holds(socket.id)) return 'rejoin';
    if (verb === 'send') {
      const sent = conversation.send(socket.id, frame as never, half);
      if (typeof sent === 'string') return sent;
      this.#push(conversation, () => ({ type: 'message', conversation: id, message: sent }), socket.id);
      return { seq: sent.seq, at: sent.at };
    }
    if (verb === 'ask') return this.#ask(conversation, frame);
    if (verb === 'decline') this.#endChallenge(conversation, 'declined');
    if (verb === 'fail') this.#endChallenge(conversation, 'failed', frame.why);
    if (verb === 'expire') this.#endChallenge(conversation, 'expired');
    if (verb === 'close') this.#close(conversation);
    return {};
  }

  #start(id: string, held = false): SimConversation {
    const conversation = new SimConversation(id, () => this.#clock.now());
    if (held) conversation.head = { ...conversation.head, state: 'held' };
    this.conversations.set(id, conversation);
    conversation.record({ role: 'consumer' }, { event: 'started' });
    return conversation;
  }

  #ask(conversation: SimConversation, frame: Body): object {
    const id = `challenge-${frame.id}`;
    const at = this.#clock.now();
    const expiresAt = at + 900_000;
    if (conversation.head.challenge?.id === id) return { challenge: id, expiresAt };
    const by = { role: 'agent', id: 'agent-1', name: 'Alex' } as const;
    conversation.head = {
      ...conversation.head,
      challenge: { id, state: 'requested', by, at, expiresAt, methods: this.methods },
    };
    this.#pushEntry(
      conversation,
      conversation.record(by, { event: 'challenge_requested', challenge: id, expiresAt }),
    );
    return { challenge: id, expiresAt };
  }

  #endChallenge(conversation: SimConversation, state: 'declined' | 'failed' | 'expired', why = ''): void {
    const challenge = conversation.head.challenge?.id ?? '';
    this.#setChallenge(conversation, state);
    const ends = { declined: 'challenge_declined', expired: 'challenge_expired' } as const;
    const what: EntryEvent =
      state === 'failed' ? { event: 'challenge_failed', challenge, why } : { event: ends[state], challenge };
    this.#pushEntry(conversation, conversation.record({ role: 'consumer' }, what));
  }

  #close(conversation: SimConversation): void {
    conversation.head = { ...conversation.head, state: 'closed' };
    this.#pushEntry(conversation, conversation.record({ role: 'agent', name: 'Alex' }, { event: 'closed' }));
  }

  #setChallenge(conversation: SimConversation, state: Challenge['state']): void {
    const { challenge } = conversation.head;
    if (challenge) conversation.head = { ...conversation.head, challenge: { ...challenge, state } };
  }

  #pushEntry(conversation: SimConversation, entry: Item & { kind: 'entry' }): void {
    const { challenge } = conversation.head;
    this.#push(conversation, () => ({
      type: 'entry',
      conversation: conversation.id,
      entry,
      ...(challenge ? { challenge } : {}),
    }));
  }

  #push(conversation: SimConversation, event: () => Push, except?: string): void {
    for (const [id, { role }] of conversation.sockets) {
      const socket = this.#sockets.get(id);
      if (id === except || !socket?.isOpen || !conversation.holds(id)) continue;
      const fate = this.#fate();
      if (fate === 'request lost' || fate === 'answer lost' || fate === 'half') continue;
      const push = event();
      if (role === 'consumer' && push.type === 'message')
        push.message = forConsumer(push.message) as typeof push.message;
      if (role === 'consumer' && push.type === 'entry')
        push.entry = forConsumer(push.entry) as typeof push.entry;
      const deliver = () => socket.isOpen && socket.onmessage?.({ data: JSON.stringify(push) });
      this.#clock.after(fate === 'late' ? 2000 : 10, deliver);
      if (fate === 'doubled') this.#clock.after(500, deliver);
    }
  }
}
