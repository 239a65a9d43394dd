import { http } from './http.ts';
import { itemsOf } from './items.ts';
import { type Agent, newClientId, newToken } from './people.ts';
import { RawSocket, type SocketAnswer } from './raw-socket.ts';
import type { Step } from './schedule.ts';
import { Sender } from './sender.ts';
import { consumerBase, expectOk, type System, s256, type TestBrand } from './system.ts';

interface Stage {
  readonly system: System;
  readonly brand: TestBrand;
  readonly agent: Agent;
}

export interface StoredItem {
  readonly kind: string;
  readonly seq: number;
  readonly text?: string;
  readonly assurance?: { readonly level: string; readonly epoch?: number };
  readonly what?: { readonly event: string };
}

/** One conversation over a bad network: two devices of one visitor, an agent, and a step-up in the middle. */
export class Story {
  readonly #stage: Stage;
  readonly base: string;
  readonly senders: { phone: Sender; laptop: Sender; agent: Sender };
  readonly #shared: boolean;
  token: string;
  readonly conversation: string;
  readonly #disarm: (() => void)[] = [];
  #login: Promise<void> | undefined;

  private constructor(stage: Stage, conversation: string, token: string, shared: boolean) {
    this.#stage = stage;
    this.base = consumerBase(stage.system, stage.brand);
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

  static async begin(stage: Stage, shared: boolean): Promise<Story> {
    const url = `${consumerBase(stage.system, stage.brand)}/sessions`;
    const opened = await http(url, { origin: stage.brand.page, body: {} });
    const { token, conversation } = expectOk(opened, 201).body as { token: string; conversation: string };
    return new Story(stage, conversation, token, shared);
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
    const socket = await this.#open(`${this.base}/tickets`, { bearer: token }, this.#stage.brand.page);
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
    const { cookie } = this.#stage.agent;
    const { conversation } = this;
    const socket = await this.#open(
      `${this.#stage.system.origin}/api/agent/tickets`,
      { cookie },
      this.#stage.system.origin,
    );
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
    const asked = await this.#insist('ask', () => call(this.#stage.agent.socket, ask), answered);
    const challenge = String(asked.result?.challenge);
    const at = `${base}/conversations/${conversation}/challenges/${challenge}`;
    const post = async (step: string, body: object) => {
      const ask = () => http(`${at}/${step}`, { origin: this.#stage.brand.page, bearer, body });
      return expectOk(await this.#insist(step, ask, ({ status }) => status < 500), 200).body;
    };
    const verifier = newToken();
    const { nonce } = await post('start', { method: 'token', verifierHash: s256(verifier) });
    const next = newToken();
    const body = {
      method: 'token',
      verifier,
      token: await this.#stage.brand.sign({ nonce }),
      nextTokenHash: s256(next),
    };
    const answers = await Promise.all([post('redeem', body), post('redeem', body)]);
    if (JSON.stringify(answers[1]) !== JSON.stringify(answers[0]))
      throw new Error(`One redeem, two answers: ${JSON.stringify(answers)}`);
    this.token = next;
  }

  /** The visitor starts, and the agent takes the conversation. */
  async meet(): Promise<void> {
    const { phone, agent: desk } = this.senders;
    phone.reconnect();
    await phone.idle;
    const accept = { action: 'agent.accept', conversation: this.conversation };
    await this.#insist('accept', () => call(this.#stage.agent.socket, accept), answered);
    desk.reconnect();
    await desk.idle;
  }

  do(step: Step): Promise<unknown> | undefined {
    const sender = 'who' in step ? this.senders[step.who] : undefined;
    if (step.kind === 'say') sender?.say(step);
    if (step.kind === 'say two') sender?.sayTwo();
    if (step.kind === 'say again') sender?.sayAgain(step.back);
    if (step.kind === 'reconnect') sender?.reconnect();
    if (step.kind === 'lose')
      this.#disarm.push(
        this.#stage.system.runtime.faults.add({
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
    const { system, brand } = this.#stage;
    const { head, items } = await itemsOf(system, brand, this.conversation);
    // The stream is waited for when it is needed: it takes its time.
    if (items.length < Number(head.lastSeq)) await system.runtime.settled();
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
