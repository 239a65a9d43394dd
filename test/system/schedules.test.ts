import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { http } from '../support/http.ts';
import { forgetLimits, itemsOf } from '../support/items.ts';
import { type Agent, agentAtWork, newClientId, newToken } from '../support/people.ts';
import { RawSocket, type SocketAnswer } from '../support/raw-socket.ts';
import { Sender } from '../support/sender.ts';
import {
  consumerBase,
  createBrand,
  expectOk,
  type System,
  s256,
  startSystem,
  type TestBrand,
} from '../support/system.ts';

let system: System;
let brand: TestBrand;
let agent: Agent;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
}, 60_000);
afterAll(() => system.stop());

const who = fc.constantFrom('phone' as const, 'laptop' as const, 'agent' as const);
const action = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('say' as const),
      who,
      copies: fc.constantFrom(1, 1, 2),
      deaf: fc.constantFrom(false, false, false, true),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('say two' as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('say again' as const), who, back: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reconnect' as const), who }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('lose' as const),
      at: fc.constantFrom('consumer-socket', 'agent-socket', 'consumer-api', 'stream', 'connect'),
      nth: fc.integer({ min: 1, max: 4 }),
      kill: fc.constantFrom(false, false, false, false, false, true),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const) }) },
);
const schedule = fc.record({
  before: fc.array(action, { minLength: 2, maxLength: 8 }),
  after: fc.array(action, { minLength: 2, maxLength: 8 }),
  /** Whether the laptop is given the new token, as another tab of the same browser would be. */
  shared: fc.boolean(),
});
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;
type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

/** One conversation over a bad network: two devices of one visitor, an agent, and a step-up in the middle. */
class Story {
  readonly base = consumerBase(system, brand);
  readonly senders: { phone: Sender; laptop: Sender; agent: Sender };
  readonly #shared: boolean;
  token: string;
  readonly conversation: string;
  readonly #disarm: (() => void)[] = [];
  #login: Promise<void> | undefined;

  private constructor(conversation: string, token: string, shared: boolean) {
    this.conversation = conversation;
    this.token = token;
    this.#shared = shared;
    const consumer = (name: 'phone' | 'laptop') => {
      const clientId = newClientId();
      const rejoin = () => this.#joinAsConsumer(name, clientId);
      return new Sender({ name, action: 'consumer.send', conversation, clientId, rejoin });
    };
    const clientId = newClientId();
    const rejoin = () => this.#joinAsAgent(clientId);
    this.senders = {
      phone: consumer('phone'),
      laptop: consumer('laptop'),
      agent: new Sender({ name: 'agent', action: 'agent.send', conversation, clientId, rejoin }),
    };
  }

  static async begin(shared: boolean): Promise<Story> {
    const opened = await http(`${consumerBase(system, brand)}/sessions`, { origin: brand.page, body: {} });
    const { token, conversation } = expectOk(opened, 201).body as { token: string; conversation: string };
    return new Story(conversation, token, shared);
  }

  /** Asks again and again, as after a lost answer, until there is one that will do. */
  async #insist<T>(
    what: string,
    ask: () => Promise<T | undefined>,
    does: (answer: T) => boolean = () => true,
  ) {
    let last: unknown;
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const answer = await ask().catch((error: Error) => {
        last = error;
        return undefined;
      });
      if (answer !== undefined && does(answer)) return answer;
      last = answer ?? last;
    }
    throw new Error(`Nobody does it: ${what}`, { cause: last });
  }

  #open(
    url: string,
    who: { bearer: string } | { cookie: string },
    origin: string,
  ): Promise<RawSocket | 'refused'> {
    return this.#insist('a ticket', async () => {
      const answer = await http(url, { origin, body: {}, ...who });
      if (answer.status === 401) return 'refused';
      const { url: address, ticket } = expectOk(answer, 201).body;
      return RawSocket.open(String(address), String(ticket), origin);
    });
  }

  async #joinAsConsumer(name: 'phone' | 'laptop', clientId: string): Promise<RawSocket | undefined> {
    const { conversation } = this;
    const token = this.token;
    const socket = await this.#open(`${this.base}/tickets`, { bearer: token }, brand.page);
    const [start, join] = [
      { action: 'consumer.start', conversation },
      { action: 'consumer.join', conversation, clientId },
    ];
    const joined =
      socket === 'refused'
        ? undefined
        : await this.#insist(
            'join',
            async () => {
              const answer = await call(socket, join);
              if (answer?.error?.code === 'not_found') await call(socket, start);
              return answer;
            },
            ({ type, error }) => type === 'answer' || error?.code === 'unauthorized',
          );
    if (socket !== 'refused' && joined?.type === 'answer') return socket;
    // The token is no longer good, so the step-up has been decided; who has begun it will hear the new one.
    await this.#login;
    if (this.token === token || (name === 'laptop' && !this.#shared)) return undefined;
    return this.#joinAsConsumer(name, clientId);
  }

  async #joinAsAgent(clientId: string): Promise<RawSocket | undefined> {
    const { cookie } = agent;
    const { conversation } = this;
    const socket = await this.#open(`${system.origin}/api/agent/tickets`, { cookie }, system.origin);
    if (socket === 'refused') throw new Error('The agent is no longer signed in.');
    const join = { action: 'agent.join', conversation, clientId };
    await this.#insist('join', () => call(socket, join), answered);
    return socket;
  }

  /** The agent asks, the phone logs in; whatever else goes on. */
  logIn(): void {
    this.#login ??= this.#logIn();
  }

  async #logIn(): Promise<void> {
    const { conversation, base, token: bearer } = this;
    const ask = { action: 'agent.ask', conversation, id: newClientId() };
    const asked = await this.#insist('ask', () => call(agent.socket, ask), answered);
    const challenge = String(asked.result?.challenge);
    const at = `${base}/conversations/${conversation}/challenges/${challenge}`;
    const post = async (step: string, body: object) => {
      const ask = () => http(`${at}/${step}`, { origin: brand.page, bearer, body });
      return expectOk(await this.#insist(step, ask, ({ status }) => status < 500), 200).body;
    };
    const verifier = newToken();
    const { nonce } = await post('start', { verifierHash: s256(verifier) });
    const next = newToken();
    const body = { verifier, token: await brand.sign({ nonce }), nextTokenHash: s256(next) };
    const answers = await Promise.all([post('redeem', body), post('redeem', body)]);
    expect(answers[1]).toEqual(answers[0]);
    this.token = next;
  }

  /** The visitor starts, and the agent takes the conversation. */
  async meet(): Promise<void> {
    const { phone, agent: desk } = this.senders;
    phone.reconnect();
    await phone.idle;
    const accept = { action: 'agent.accept', conversation: this.conversation };
    await this.#insist('accept', () => call(agent.socket, accept), answered);
    desk.reconnect();
    await desk.idle;
  }

  do(step: Action): Promise<unknown> | undefined {
    const sender = 'who' in step ? this.senders[step.who] : undefined;
    if (step.kind === 'say') sender?.say(step);
    if (step.kind === 'say two') sender?.sayTwo();
    if (step.kind === 'say again') sender?.sayAgain(step.back);
    if (step.kind === 'reconnect') sender?.reconnect();
    if (step.kind === 'lose')
      this.#disarm.push(
        system.runtime.faults.add({
          function: step.at,
          service: 'dynamodb',
          nth: step.nth,
          damage: step.kill ? 'kill' : 'lose',
        }),
      );
    return step.kind === 'wait' ? this.#everybody() : undefined;
  }

  #everybody(): Promise<unknown> {
    return Promise.all([this.#login, ...Object.values(this.senders).map((sender) => sender.idle)]);
  }

  /** The network is good again, and everybody ends what was begun. */
  async end(): Promise<void> {
    for (const disarm of this.#disarm) disarm();
    await this.#everybody();
    await system.runtime.settled();
    for (const sender of Object.values(this.senders)) sender.close();
  }

  /** Everything that one side sees, page by page. */
  async pages(url: string, credentials: object): Promise<StoredItem[]> {
    const items: StoredItem[] = [];
    for (;;) {
      const after = items.at(-1)?.seq ?? 0;
      const page = expectOk(await http(`${url}?after=${after}&limit=30`, credentials), 200).body;
      const more = page.items as StoredItem[];
      items.push(...more);
      if (more.length < 30) return items;
    }
  }
}

const answered = ({ type }: SocketAnswer): boolean => type === 'answer';

/** Sends a frame and waits for what comes of it; nothing if its function broke or nothing came. */
async function call(socket: RawSocket, frame: { readonly id?: string } & Readonly<Record<string, string>>) {
  const from = socket.received.length;
  const { id = newClientId() } = frame;
  socket.send(JSON.stringify({ ...frame, id }));
  const comes = (event: { id?: string; message?: unknown }) =>
    socket.received.indexOf(event as never) >= from &&
    (event.id === id || event.message === 'Internal server error');
  const answer = await socket.until(comes, 4000).catch(() => undefined);
  return answer?.type === undefined ? undefined : answer;
}

interface StoredItem {
  readonly kind: string;
  readonly seq: number;
  readonly text?: string;
  readonly assurance?: { readonly level: string; readonly epoch?: number };
  readonly what?: { readonly event: string };
}

/** What must hold of every schedule, from what each side reads and what each sender was told. */
async function judge(story: Story): Promise<void> {
  const { conversation, token: bearer, base } = story;
  const { head } = await itemsOf(system, brand, conversation);
  const own = `${base}/conversations/${conversation}/messages`;
  const desk = `${system.origin}/api/agent/conversations/${conversation}/messages`;
  const items = await story.pages(own, { origin: brand.page, bearer });
  const { cookie } = agent;
  const seen = await story.pages(desk, { cookie });
  expect(seen.map(({ seq, kind, text }) => [seq, kind, text])).toEqual(
    items.map(({ seq, kind, text }) => [seq, kind, text]),
  );

  // Nothing is missing, save what was never answered.
  const missing = Number(head.lastSeq) - items.length;
  const senders = Object.values(story.senders);
  expect(missing).toBeLessThanOrEqual(senders.reduce((sum, { open }) => sum + open.length, 0));
  expect(items.map(({ seq }) => seq)).toEqual(
    [...new Set(items.map(({ seq }) => seq))].sort((a, b) => a - b),
  );

  for (const { parts, sent, acknowledged, open } of senders) {
    const stored = items.flatMap(({ text }) => (text?.startsWith(`${parts.name} `) ? [text] : []));
    expect(stored).toEqual(sent.map(({ text }) => text).filter((text) => stored.includes(text)));
    for (const message of sent) {
      const seq = acknowledged.get(message.n);
      if (seq === undefined) expect(open).toContain(message);
      else expect(items.find((item) => item.seq === seq)?.text).toBe(message.text);
    }
  }

  const events = items.flatMap(({ what }) => (what ? [what.event] : []));
  expect(events).toEqual(['started', 'accepted', 'challenge_requested', 'stepped_up']);
  const position = items.find(({ what }) => what?.event === 'stepped_up')?.seq ?? 0;
  for (const { kind, seq, assurance } of items)
    if (kind === 'message')
      expect([seq, assurance]).toEqual([
        seq,
        seq < position ? { level: 'anonymous' } : { level: 'authenticated', epoch: 1 },
      ]);
}

/** Plays one schedule from its start to the judgement. */
async function play({ before, after, shared }: Schedule): Promise<void> {
  const story = await Story.begin(shared);
  await story.meet();
  for (const step of before) await story.do(step);
  story.logIn();
  for (const step of after) await story.do(step);
  await story.end();
  await judge(story);
}

/** Conversations that are played at the same time, each to its own schedule. */
const abreast = 4;
const seed = Number(process.env.SEED ?? 20_261_121);
const runs = Number(process.env.RUNS ?? 200) / abreast;

describe('a conversation over a bad network', () => {
  it(`keeps every message once, in order and rightly stamped (seed ${seed})`, async () => {
    let played = 0;
    const together = fc.array(schedule, { minLength: abreast, maxLength: abreast });
    await fc.assert(
      fc.asyncProperty(together, async (schedules) => {
        if (played % (2 * abreast) === 0) await forgetLimits(system);
        played += schedules.length;
        const ends = await Promise.allSettled(schedules.map(play));
        for (const end of ends) if (end.status === 'rejected') throw end.reason;
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
    expect(played).toBeGreaterThanOrEqual(runs * abreast);
  }, 300_000);
});
