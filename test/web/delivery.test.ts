import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Item } from '../../contract/conversation.ts';
import { fates } from './simulation/network.ts';
import { Story } from './simulation/story.ts';
import { forConsumer } from './simulation/views.ts';

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

describe('a last word', () => {
  it.each(['consumer', 'agent'] as const)(
    'of the %s comes before the end, on a slow network too',
    async (who) => {
      const story = new Story();
      await story.begin();
      story.server.suffer(['late']);
      story.writes(who);
      const side = who === 'consumer' ? story.consumer : story.conversation;
      expect(await story.outcome(side?.close() ?? Promise.reject())).toMatchObject({ ok: true });
      const items = [...([...story.server.conversations.values()][0]?.items.values() ?? [])];
      expect(texts(items, who)).toEqual(story.written[who]);
      expect(items.at(-1)).toMatchObject({ what: { event: 'closed' } });
      story.stop();
    },
  );

  it('is waited for no longer than five seconds', async () => {
    const story = new Story();
    await story.begin();
    story.server.suffer(['request lost']);
    story.writes('agent');
    const began = story.clock.now();
    await story.outcome(story.conversation?.close() ?? Promise.reject());
    expect(story.clock.now() - began).toBeLessThan(6000);
    expect(story.conversation?.conversation?.state).toBe('closed');
    story.stop();
  });
});
