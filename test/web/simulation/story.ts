import { AgentClient } from '../../../web/client/agent.ts';
import type { AgentConversation } from '../../../web/client/agent-conversation.ts';
import type { ConsumerCallbacks, TokenRequest } from '../../../web/client/callbacks.ts';
import { ConsumerClient } from '../../../web/client/consumer.ts';
import { memoryStore } from '../../../web/client/storage.ts';
import { SimBrowser } from './browser.ts';
import { VirtualClock } from './clock.ts';
import type { Fate } from './network.ts';
import { SimPage } from './page.ts';
import { SimServer } from './server.ts';

/** Two devices on one conversation, over a network that does to them what the schedule says. */
export class Story {
  readonly clock = new VirtualClock();
  readonly server: SimServer;
  readonly browser = new SimBrowser();
  readonly storage = memoryStore();
  readonly agentStorage = memoryStore();
  readonly random: () => number;
  readonly written = { consumer: [] as string[], agent: [] as string[] };
  steppedUp = 0;
  page: SimPage | undefined;
  token: (request: TokenRequest) => Promise<string | undefined> = async ({ nonce }) => `signed:${nonce}`;
  callbacks: ConsumerCallbacks = {};
  loggedIn = false;
  loginFirst = false;
  consumer: ConsumerClient;
  agent: AgentClient | undefined;
  conversation: AgentConversation | undefined;

  constructor(given: readonly Fate[] = [], random: () => number = () => 0.5) {
    this.server = new SimServer(this.clock, given);
    this.random = random;
    this.consumer = this.newConsumer();
  }

  /** Another tab with a copy of this one's storage, as browsers make when a tab is duplicated. */
  copyTab(): ConsumerClient {
    const key = 'doorstep:http://simulated:acme:web';
    const copy = memoryStore();
    copy.setItem(key, this.storage.getItem(key) ?? '{}');
    return this.newClient(new SimPage(this.server, this.clock, copy, this.browser));
  }

  newConsumer(): ConsumerClient {
    this.page?.unload();
    this.page = new SimPage(this.server, this.clock, this.storage, this.browser);
    return this.newClient(this.page);
  }

  newClient(page: SimPage): ConsumerClient {
    const client = new ConsumerClient({
      api: 'http://simulated',
      brand: 'acme',
      engagement: 'web',
      callbacks: { token: (request) => this.token(request), ...this.callbacks },
      returnTo: 'http://shop/return',
      loggedIn: this.loggedIn,
      loginFirst: this.loginFirst,
      ...page,
      random: this.random,
    });
    client.on('steppedUp', () => this.steppedUp++);
    client.resume();
    return client;
  }

  /** The agent opens the conversation, as soon as there is one. */
  agentComes(): void {
    const [id] = this.server.conversations.keys();
    if (id === undefined) return;
    this.agent?.stop();
    this.agent = new AgentClient({
      api: 'http://simulated',
      storage: this.agentStorage,
      fetch: this.server.fetch,
      connect: this.server.connect,
      clock: this.clock,
      random: this.random,
    });
    this.conversation = this.agent.open(id);
    this.agent.start();
  }

  writes(who: 'consumer' | 'agent'): void {
    const writer = who === 'consumer' ? this.consumer : this.conversation;
    if (!writer) return;
    const text = `${who} ${this.written[who].length + 1}`;
    this.written[who].push(text);
    writer.send(text);
  }

  reload(): void {
    this.consumer.stop();
    this.consumer = this.newConsumer();
  }

  /** Both sides are there: the consumer wrote, and the agent opened it. */
  async begin(): Promise<void> {
    this.writes('consumer');
    await this.clock.until(() => this.server.conversations.size > 0, 10_000);
    this.agentComes();
    await this.clock.until(() => this.isQuiet(), 10_000);
  }

  /** The agent asks, and the consumer sees it. */
  async ask(): Promise<void> {
    void this.conversation?.ask('why');
    await this.clock.until(() => this.consumer.view.challenge?.state === 'requested', 10_000);
  }

  /** Waits for something while time passes. */
  async outcome<T>(promise: Promise<T>, ms = 60_000): Promise<T | undefined> {
    const found: { value?: T } = {};
    void promise.then((value) => {
      found.value = value;
    });
    await this.clock.until(() => 'value' in found, ms);
    return found.value;
  }

  async logIn(reloadInBetween: boolean): Promise<void> {
    if (!this.conversation || this.steppedUp > 0) return;
    const { consumer } = this;
    void this.conversation.ask();
    if (!(await this.clock.until(() => consumer.view.challenge !== undefined, 60_000))) return;
    void consumer.answerChallenge();
    if (!reloadInBetween) return;
    await this.clock.pass(60);
    this.reload();
  }

  async play(actions: readonly { action: string; wait: number }[]): Promise<void> {
    for (const { action, wait } of actions) {
      if (!this.conversation) this.agentComes();
      if (action === 'consumer writes') this.writes('consumer');
      else if (action === 'agent writes') this.writes('agent');
      else if (action === 'page reloads') this.reload();
      else if (action === 'network goes') this.server.cutAll();
      else if (action === 'agent comes back') this.agentComes();
      else await this.logIn(action === 'page reloads in the login');
      await this.clock.pass(wait);
    }
  }

  /** The network is good again: everything that is owed arrives. */
  async end(): Promise<void> {
    this.server.calm();
    await this.clock.until(() => this.consumer.view.unsent.length === 0, 20 * 60_000, 1000);
    if (!this.conversation) this.agentComes();
    await this.clock.until(() => this.isQuiet(), 20 * 60_000, 1000);
  }

  isQuiet(): boolean {
    const { consumer, conversation } = this;
    const [stored] = this.server.conversations.values();
    const last = stored?.head.lastSeq;
    return (
      consumer.view.unsent.length === 0 &&
      (conversation?.unsent.length ?? 0) === 0 &&
      (last === undefined ||
        (consumer.view.items.at(-1)?.seq === last && conversation?.items.at(-1)?.seq === last))
    );
  }

  stop(): void {
    this.consumer.stop();
    this.agent?.stop();
  }
}
