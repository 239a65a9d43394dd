import { randomUUID } from 'node:crypto';
import { http } from './http.ts';
import { itemsOf } from './items.ts';
import { type Agent, newClientId, newToken, openVisitorSocket, type Visitor } from './people.ts';
import type { RawSocket } from './raw-socket.ts';
import { consumerBase, expectOk, type System, s256, type TestBrand } from './system.ts';

/** Whether the request was answered, or its environment died. */
export type Ended = 'answered' | 'died';

export interface Step {
  readonly name: string;
  /** Whose function it is. */
  readonly fn: string;
  readonly writes: number;
  /** The write after which nobody needs to ask again: the stream does the rest. */
  readonly decides?: number;
  /** Whether the stream has a part in it even when the request is made again. */
  readonly streamed?: boolean;
  /** Who else is told. */
  readonly hears?: 'agent' | 'visitor';
  readonly run: () => Promise<Ended>;
}

/** Sends a frame and waits for its answer, or for the gateway to say that the function broke. */
async function frame(
  socket: RawSocket,
  action: string,
  { id = randomUUID(), ...more }: { readonly id?: string } & Record<string, unknown>,
): Promise<Ended> {
  const from = socket.received.length;
  socket.send(JSON.stringify({ action, id, ...more }));
  const answer = await socket.until(
    (event) =>
      socket.received.indexOf(event) >= from &&
      (event.id === id || event.message === 'Internal server error'),
  );
  if (answer.type === 'error') throw new Error(`${action}: ${JSON.stringify(answer.error)}`);
  return answer.type === 'answer' ? 'answered' : 'died';
}

interface Stage {
  readonly system: System;
  readonly brand: TestBrand;
  readonly agent: Agent;
}

/** A conversation from its start to its end, as steps that can each be made again. */
export class Play {
  readonly visitor: Visitor;
  readonly #stage: Stage;
  readonly #visitorClient: { readonly clientId: string };
  readonly #agentClient: { readonly clientId: string };
  readonly #verifier = newToken();
  readonly #next = newToken();
  #challenge = '';
  #token: string | undefined;

  private constructor(stage: Stage, visitor: Visitor) {
    this.#stage = stage;
    this.visitor = visitor;
    this.#visitorClient = { clientId: visitor.clientId };
    this.#agentClient = { clientId: stage.agent.clientId };
  }

  static async begin(stage: Stage): Promise<Play> {
    const { system, brand } = stage;
    const base = consumerBase(system, brand);
    const opened = expectOk(await http(`${base}/sessions`, { origin: brand.page, body: {} }), 201);
    const { token, conversation } = opened.body as { token: string; conversation: string };
    const socket = await openVisitorSocket(brand, base, token);
    return new Play(stage, { base, conversation, token, socket, clientId: newClientId() });
  }

  /** Waits until the other side has been told of the newest item. */
  async heardBy(who: 'agent' | 'visitor'): Promise<void> {
    const { conversation, socket } = this.visitor;
    const { system, brand, agent } = this.#stage;
    const { head } = await itemsOf(system, brand, conversation);
    await (who === 'agent' ? agent.socket : socket).until((event) => {
      const item = (event.entry ?? event.message) as { seq?: number } | undefined;
      return event.conversation === conversation && item?.seq === head.lastSeq;
    });
  }

  #visitorDoes(name: string, action: string, writes: number, more: object, rest: Partial<Step> = {}): Step {
    const run = () => this.#frame('consumer', action, more);
    return { name: `the visitor ${name}`, fn: 'consumer-socket', writes, ...rest, run };
  }

  #agentDoes(name: string, action: string, writes: number, more: object, rest: Partial<Step> = {}): Step {
    const run = () => this.#frame('agent', action, more);
    return { name: `the agent ${name}`, fn: 'agent-socket', writes, ...rest, run };
  }

  #frame(who: 'consumer' | 'agent', action: string, more: object): Promise<Ended> {
    const { socket } = who === 'consumer' ? this.visitor : this.#stage.agent;
    return frame(socket, `${who}.${action}`, { conversation: this.visitor.conversation, ...more });
  }

  async #http(step: 'start' | 'redeem', body: object): Promise<Ended> {
    const { brand } = this.#stage;
    const { base, conversation, token: bearer } = this.visitor;
    const url = `${base}/conversations/${conversation}/challenges/${this.#challenge}/${step}`;
    const answer = await http(url, { origin: brand.page, bearer, body });
    if (answer.status === 500 && answer.body.code === undefined) return 'died';
    const { nonce } = expectOk(answer, 200).body;
    if (step === 'start')
      this.#token ??= await brand.sign({ nonce, name: 'Carla', attributes: { tier: 'gold' } });
    return 'answered';
  }

  async #seeRequest(): Promise<Ended> {
    const { system, brand } = this.#stage;
    const { head } = await itemsOf(system, brand, this.visitor.conversation);
    this.#challenge = (head.challenge as { id: string }).id;
    return 'answered';
  }

  async #comeBack(): Promise<Ended> {
    this.visitor.token = this.#next;
    this.visitor.socket = await openVisitorSocket(this.#stage.brand, this.visitor.base, this.#next);
    return this.#frame('consumer', 'join', this.#visitorClient);
  }

  readonly #sees = (what: string): Step => ({
    name: `${what} is seen`,
    fn: 'consumer-socket',
    writes: 0,
    run: () => this.#seeRequest(),
  });
  readonly #beginsToLogIn = (): Step => ({
    name: 'the visitor begins to log in',
    fn: 'step-up',
    writes: 1,
    run: () => this.#http('start', { method: 'token', verifierHash: s256(this.#verifier) }),
  });

  /** Both come in. */
  meeting(): Step[] {
    return [
      this.#visitorDoes('starts', 'start', 2, {}, { decides: 1, streamed: true }),
      this.#visitorDoes('joins', 'join', 1, this.#visitorClient, { decides: 1 }),
      this.#agentDoes('joins', 'join', 1, this.#agentClient, { decides: 1 }),
      // One of the agent's slots first, then the conversation.
      this.#agentDoes('accepts', 'accept', 3, {}, { decides: 2, hears: 'visitor' }),
    ];
  }

  /** Both write, the visitor logs in, writes again and closes. */
  login(): Step[] {
    const says = { ...this.#visitorClient, n: 1, text: 'Hello' };
    const answers = { ...this.#agentClient, n: 1, text: 'Who are you?' };
    const redeem = () => ({
      method: 'token',
      verifier: this.#verifier,
      token: this.#token,
      nextTokenHash: s256(this.#next),
    });
    return [
      ...this.meeting(),
      this.#visitorDoes('writes', 'send', 2, says, { hears: 'agent' }),
      this.#agentDoes('writes', 'send', 2, answers, { hears: 'visitor' }),
      this.#agentDoes('asks', 'ask', 2, { id: 'ask' }, { decides: 1, hears: 'visitor' }),
      this.#sees('the request'),
      this.#beginsToLogIn(),
      {
        name: 'the visitor logs in',
        fn: 'step-up',
        writes: 4,
        decides: 3,
        streamed: true,
        hears: 'agent',
        run: () => this.#http('redeem', redeem()),
      },
      {
        name: 'the visitor comes back',
        fn: 'consumer-socket',
        writes: 1,
        decides: 1,
        run: () => this.#comeBack(),
      },
      this.#visitorDoes(
        'writes, verified',
        'send',
        2,
        { ...says, n: 2, text: 'It is me' },
        { hears: 'agent' },
      ),
      this.#visitorDoes('closes', 'close', 2, {}, { decides: 1, hears: 'agent' }),
    ];
  }

  /** The visitor declines, is asked again, fails to log in, and the agent closes. */
  refusal(): Step[] {
    const about = () => ({ challenge: this.#challenge });
    const ends = (action: string, more: object = {}): Step => ({
      ...this.#visitorDoes(`says ${action}`, action, 2, {}, { decides: 1, hears: 'agent' }),
      run: () => this.#frame('consumer', action, { ...about(), ...more }),
    });
    return [
      ...this.meeting(),
      this.#agentDoes('asks', 'ask', 2, { id: 'ask1' }, { decides: 1, hears: 'visitor' }),
      this.#sees('the request'),
      ends('decline'),
      this.#agentDoes('asks again', 'ask', 2, { id: 'ask2' }, { decides: 1, hears: 'visitor' }),
      this.#sees('the second request'),
      this.#beginsToLogIn(),
      ends('fail', { id: 'fail', why: 'cancelled' }),
      this.#agentDoes('closes', 'close', 3, {}, { decides: 1, hears: 'visitor' }),
    ];
  }
}
