import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Item } from '../../contract/conversation.ts';
import { AgentClient } from '../../web/client/agent.ts';
import type { AgentConversation } from '../../web/client/agent-conversation.ts';
import { ConsumerClient } from '../../web/client/consumer.ts';
import { memoryStore } from '../../web/client/storage.ts';
import { VirtualClock } from './simulation/clock.ts';
import { SimPage } from './simulation/page.ts';
import { fates, forConsumer, SimServer } from './simulation/server.ts';

const action = fc.oneof(
  { weight: 5, arbitrary: fc.constant('consumer writes' as const) },
  { weight: 4, arbitrary: fc.constant('agent writes' as const) },
  { weight: 2, arbitrary: fc.constant('page reloads' as const) },
  { weight: 2, arbitrary: fc.constant('network goes' as const) },
  { weight: 2, arbitrary: fc.constant('log in' as const) },
  { weight: 1, arbitrary: fc.constant('page reloads in the login' as const) },
  { weight: 1, arbitrary: fc.constant('agent comes back' as const) },
);
const schedule = fc.record({
  actions: fc.array(fc.record({ action, wait: fc.integer({ min: 0, max: 20_000 }) }), {
    minLength: 4,
    maxLength: 18,
  }),
  fates: fc.array(fc.constantFrom('ok' as const, ...fates), { maxLength: 60 }),
  random: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
});

/** Two devices on one conversation, over a network that does to them what the schedule says. */
class Story {
  readonly clock = new VirtualClock();
  readonly server: SimServer;
  readonly storage = memoryStore();
  readonly agentStorage = memoryStore();
  readonly random: () => number;
  readonly written = { consumer: [] as string[], agent: [] as string[] };
  steppedUp = 0;
  page: SimPage | undefined;
  consumer: ConsumerClient;
  agent: AgentClient | undefined;
  conversation: AgentConversation | undefined;

  constructor(given: readonly (typeof fates)[number][], random: () => number) {
    this.server = new SimServer(this.clock, given);
    this.random = random;
    this.consumer = this.newConsumer();
  }

  newPage(): SimPage {
    this.page?.unload();
    this.page = new SimPage(this.server, this.clock, this.storage);
    return this.page;
  }

  newConsumer(): ConsumerClient {
    const client = new ConsumerClient({
      api: 'http://simulated',
      brand: 'acme',
      engagement: 'web',
      callbacks: { token: async ({ nonce }) => `signed:${nonce}` },
      ...this.newPage(),
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

const texts = (items: readonly Item[], role: string): string[] =>
  items.flatMap((item) => (item.kind === 'message' && item.from.role === role ? [item.text] : []));

describe('messages over a bad network', () => {
  it('are stored once, in order, under the right assurance, and shown so to both sides', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async ({ actions, fates: given, random }) => {
        const numbers = random[Symbol.iterator]();
        const story = new Story(given, () => numbers.next().value ?? 0.5);
        await story.play(actions);
        await story.end();
        const [conversation] = story.server.conversations.values();
        const stored = [...(conversation?.items.values() ?? [])].sort((a, b) => a.seq - b.seq);

        expect(texts(stored, 'consumer')).toEqual(story.written.consumer);
        expect(texts(stored, 'agent')).toEqual(story.written.agent);
        expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, at) => at + 1));
        expect(story.server.conversations.size).toBe(story.written.consumer.length === 0 ? 0 : 1);

        const shown = story.consumer.view.items;
        const from = (shown[0]?.seq ?? 1) - 1;
        expect(shown).toEqual(stored.slice(from).map(forConsumer));
        const seen = story.conversation?.items ?? [];
        expect(seen).toEqual(stored.slice((seen[0]?.seq ?? 1) - 1));
        const level = conversation?.head.assurance.level ?? 'anonymous';
        expect(story.consumer.view.conversation?.assurance.level ?? 'anonymous').toBe(level);
        expect(story.conversation?.conversation?.assurance.level ?? 'anonymous').toBe(level);
        story.stop();
      }),
      { numRuns: Number(process.env.RUNS ?? 200), endOnFailure: false },
    );
  }, 240_000);
});
