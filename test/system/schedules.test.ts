import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { forgetLimits, itemsOf } from '../support/items.ts';
import { type Agent, agentAtWork } from '../support/people.ts';
import { type Schedule, schedule } from '../support/schedule.ts';
import { Story } from '../support/story.ts';
import { createBrand, type System, startSystem, type TestBrand } from '../support/system.ts';

let system: System;
let brand: TestBrand;
let agent: Agent;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
}, 60_000);
afterAll(() => system.stop());

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

/** A conversation that both sides have come to, before anything goes wrong. */
async function meet(schedule: Schedule) {
  const story = await Story.begin({ system, brand, agent }, schedule.shared);
  await story.meet();
  return { story, schedule };
}

async function play({ story, schedule: { before, after } }: Awaited<ReturnType<typeof meet>>): Promise<void> {
  for (const step of before) await story.do(step);
  story.logIn();
  for (const step of after) await story.do(step);
  await story.end();
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
        const stories = await Promise.all(schedules.map(meet));
        const ends = await Promise.allSettled(stories.map(play));
        for (const end of ends) if (end.status === 'rejected') throw end.reason;
        // What is armed for one strikes another just as well, so nobody is judged before all have ended.
        for (const { story } of stories) await judge(story);
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
    expect(played).toBeGreaterThanOrEqual(runs * abreast);
  }, 900_000);
});
