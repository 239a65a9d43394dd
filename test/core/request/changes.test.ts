import { describe, expect, it } from '@jest/globals';
import { explain, type Item } from '../../../lambdas/core/change.ts';
import { newHead } from '../../../lambdas/core/conversation/start.ts';
import {
  endRequest,
  release,
  releaseAtOnce,
  tellAnswer,
  waitingRequests,
} from '../../../lambdas/core/request/changes.ts';

const now = 1_790_000_000_000;
const minute = 60_000;
const request = { id: 'r1', title: 'Statement' };
const fresh = newHead({
  id: 'c1',
  brand: 'acme',
  engagement: 'help',
  channel: 'messaging',
  settings: { idle: 30 * minute, period: 60 * minute },
  inboxPk: 'chat#acme#inbox#0',
  held: false,
  now,
});
const head = (more: Item): Item => ({
  ...fresh,
  state: 'open',
  agent: { id: 'alex', name: 'Alex' },
  identity: 'ada',
  epoch: 1,
  assurance: { level: 'authenticated', until: now + minute },
  until: now + minute,
  ...more,
});

describe('the release of a protected request', () => {
  it('is possible while it waits and the assurance lasts', () => {
    const item = head({ 'r#r1': 0 });
    expect(waitingRequests(item)).toEqual(['r1']);
    expect(explain(release(item, request, now), item)).toBeUndefined();
  });

  it('is not, when the period has ended, the assurance was ended, or another login came between', () => {
    const seen = head({ 'r#r1': 0 });
    const change = release(seen, request, now);
    const late = release(seen, request, now + 2 * minute);
    const { until: _, ...stepDown } = seen;
    expect(explain(late, seen)).toMatchObject({ code: 'not_authenticated' });
    expect(explain(change, stepDown)).toMatchObject({ code: 'not_authenticated' });
    expect(explain(change, { ...seen, epoch: 2 })).toMatchObject({ code: 'unauthorized' });
  });

  it('happens once: not after a release, an end, or a close', () => {
    for (const more of [{ 'r#r1': now }, { 'r#r1': -now }, {}]) {
      const item = head(more);
      expect(explain(release(item, request, now), item)).toMatchObject({ code: 'conflict' });
      expect(explain(endRequest(request, 'declined', now), item)).toMatchObject({ code: 'conflict' });
    }
    const closed = head({ 'r#r1': 0, state: 'closed' });
    expect(explain(release(closed, request, now), closed)).toMatchObject({ code: 'closed' });
  });

  it('at once counts a repeat as done, and is for whoever has the conversation', () => {
    const item = head({});
    expect(explain(releaseAtOnce(item, request, 'alex', now), item)).toBeUndefined();
    expect(explain(releaseAtOnce(item, request, 'alex', now), head({ 'r#r1': now }))).toBe('already');
    expect(explain(releaseAtOnce(item, request, 'bea', now), item)).toMatchObject({ code: 'not_assigned' });
  });
});

describe('the marks of a head', () => {
  it('make room when they are over, and not before', () => {
    const over = head({ 'r#a': -(now - 3 * minute), 'r#b': -(now - 1000), 'r#c': 0 });
    expect(releaseAtOnce(over, request, 'alex', now).remove).toEqual(['r#a']);
    const full = head({ 'r#a': 0, 'r#b': 0, 'r#c': now - 1000, 'r#d': now - 1000 });
    expect(explain(releaseAtOnce(full, request, 'alex', now), full)).toMatchObject({ code: 'rate_limited' });
    const silent = head({ 'r#a': 0, 'r#b': 0, 'r#c': 0, 'r#d': now - 3 * minute });
    const change = releaseAtOnce(silent, request, 'alex', now);
    expect([change.remove, explain(change, silent)]).toEqual([['r#d'], undefined]);
  });
});

describe("the brand's answer", () => {
  it('is told once, of a request that was released', () => {
    const change = tellAnswer(request, true, now);
    expect(explain(change, head({ 'r#r1': now }))).toBeUndefined();
    expect(explain(change, head({ 'r#r1': -now }))).toBe('already');
    expect(explain(change, head({ 'r#r1': 0 }))).toMatchObject({ code: 'conflict' });
  });
});
