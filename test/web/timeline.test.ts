import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Timeline } from '../../web/client/timeline.ts';
import type { Item } from '../../web/client/types.ts';

const message = (seq: number): Item => ({
  kind: 'message',
  seq,
  at: seq,
  from: { role: 'consumer' },
  sender: 'one',
  n: seq,
  text: `text ${seq}`,
  assurance: { level: 'anonymous' },
});
const tombstone = (seq: number): Item => ({ kind: 'tombstone', seq, at: seq });
const entry = (seq: number): Item => ({
  kind: 'entry',
  seq,
  at: seq,
  by: { role: 'system' },
  what: { event: 'closed' },
});
const seqs = (timeline: Timeline): number[] => timeline.items.map(({ seq }) => seq);

describe('a timeline', () => {
  it('waits for nothing that it may not read any more', () => {
    const timeline = new Timeline();
    timeline.load([message(1), message(2)]);
    timeline.add([entry(6)]);
    expect([seqs(timeline), timeline.behind]).toEqual([[1, 2], true]);
    timeline.skipTo(6);
    timeline.add([entry(6), message(7)]);
    expect([seqs(timeline), timeline.behind]).toEqual([[1, 2, 6, 7], false]);
    // A bound that lies behind is no news.
    timeline.skipTo(3);
    expect(timeline.last).toBe(7);
  });

  it('shows nothing out of order, nothing twice, and nothing behind a gap, however items come', () => {
    const arrivals = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 40 });
    fc.assert(
      fc.property(arrivals, (order) => {
        const timeline = new Timeline();
        timeline.load([]);
        for (const seq of order) timeline.add([message(seq)]);
        let whole = 0;
        while (order.includes(whole + 1)) whole++;
        expect(seqs(timeline)).toEqual(Array.from({ length: whole }, (_, at) => at + 1));
        expect(timeline.behind).toBe(order.some((seq) => seq > whole));
      }),
    );
  });

  it('begins with the newest page and takes what was pushed before that came', () => {
    const timeline = new Timeline();
    expect(timeline.add([message(10)])).toEqual([]);
    expect(timeline.load([message(8), message(9)]).map(({ seq }) => seq)).toEqual([8, 9, 10]);
    expect(timeline.first).toBe(8);
    expect(timeline.behind).toBe(false);
  });

  it('is behind when it hears of a number that is not there', () => {
    const timeline = new Timeline();
    timeline.load([message(1)]);
    timeline.heard(3);
    expect(timeline.behind).toBe(true);
    timeline.add([message(3), message(2)]);
    expect(seqs(timeline)).toEqual([1, 2, 3]);
    expect(timeline.behind).toBe(false);
  });

  it('puts an earlier page before, and refuses one that leaves a hole', () => {
    const timeline = new Timeline();
    timeline.load([message(5)]);
    expect(timeline.prepend([message(2), message(3)])).toBe(false);
    expect(timeline.prepend([message(1), message(3), message(4)])).toBe(true);
    expect(seqs(timeline)).toEqual([3, 4, 5]);
    expect(timeline.prepend([message(3), message(4)])).toBe(false);
  });

  it('lets an entry take the place of a tombstone, and nothing else of anything', () => {
    const timeline = new Timeline();
    timeline.load([tombstone(1), message(2)]);
    expect(timeline.add([entry(1)])).toEqual([entry(1)]);
    expect(timeline.add([tombstone(1), entry(2)])).toEqual([]);
    expect(timeline.items).toEqual([entry(1), message(2)]);
  });
});
