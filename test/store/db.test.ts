import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  above,
  absent,
  all,
  any,
  below,
  type Condition,
  copyOf,
  differs,
  equals,
  exists,
  first,
  holds,
  type Item,
  next,
  same,
  to,
} from '../../lambdas/core/change.ts';
import { refuse } from '../../lambdas/core/result.ts';
import { startTable, type TestTable } from '../support/table.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const key = { pk: 'chat#acme#conversation#one', sk: 'HEAD' };

describe('conditions', () => {
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom('a', 'b'));
  const path = fc.constantFrom(['a'], ['b'], ['m', 'x'], ['m', 'y'], ['none']);
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3 },
      path.map((one) => exists(...one)),
      path.map((one) => absent(...one)),
      fc.tuple(path, value).map(([one, v]) => equals(one, v)),
      fc.tuple(path, value).map(([one, v]) => differs(one, v)),
      fc.tuple(path, fc.integer({ min: -3, max: 3 })).map(([one, v]) => below(one, v)),
      fc.tuple(path, fc.integer({ min: -3, max: 3 })).map(([one, v]) => above(one, v)),
      fc.constantFrom(same(['a'], ['b']), same(['m', 'x'], ['a']), same(['none'], ['m', 'y'])),
      fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((of) => any(...of)),
      fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((of) => all(...of)),
    ),
  }));
  const item = fc.record(
    { a: value, b: value, m: fc.record({ x: value, y: value }, { requiredKeys: [] }) },
    { requiredKeys: [] },
  );

  it('hold in memory exactly when the engine says so', async () => {
    await fc.assert(
      fc.asyncProperty(condition, item, async (that, content) => {
        const stored = { ...key, ...(content as Item) };
        await table.db.put(stored);
        expect(await table.db.put(stored, that)).toBe(holds(that, stored));
      }),
      { numRuns: 400 },
    );
  });
});

describe('a change', () => {
  const change = {
    authority: [{ that: equals(['owner'], 'me'), otherwise: refuse('forbidden').refusal }],
    already: equals(['mark'], 7),
    guards: [
      { that: differs(['state'], 'closed'), otherwise: refuse('closed').refusal },
      { that: below(['count'], 3), otherwise: refuse('rate_limited').refusal },
    ],
    set: { mark: to(7), count: next('count'), before: copyOf('state'), made: first(1) },
    remove: ['owed'],
  };

  it('sets, counts, copies and removes in one write, and answers with the new item', async () => {
    await table.db.put({ ...key, owner: 'me', state: 'open', count: 1, owed: 'x' });
    const outcome = await table.db.change(key, change);
    expect(outcome).toMatchObject({
      ok: true,
      repeated: false,
      item: { mark: 7, count: 2, before: 'open', made: 1 },
    });
    expect(outcome.item).not.toHaveProperty('owed');
  });

  it('is made once: a repeat finds it done and changes nothing', async () => {
    await table.db.put({ ...key, owner: 'me', state: 'open', count: 3, mark: 7 });
    expect(await table.db.change(key, change)).toMatchObject({
      ok: true,
      repeated: true,
      item: { count: 3 },
    });
  });

  it('is not made again although its guards would allow it', async () => {
    await table.db.put({ ...key, owner: 'me', state: 'open', count: 1, mark: 7 });
    expect(await table.db.change(key, change)).toMatchObject({
      ok: true,
      repeated: true,
      item: { count: 1 },
    });
  });

  it('names the first guard that does not hold', async () => {
    await table.db.put({ ...key, owner: 'me', state: 'closed', count: 9 });
    expect(await table.db.change(key, change)).toMatchObject({ ok: false, refusal: { code: 'closed' } });
  });

  it('asks for authority before it admits that it was made', async () => {
    await table.db.put({ ...key, owner: 'you', state: 'open', count: 1, mark: 7 });
    expect(await table.db.change(key, change)).toMatchObject({ ok: false, refusal: { code: 'forbidden' } });
  });

  it('never makes an item', async () => {
    const other = { ...key, pk: 'chat#acme#conversation#none' };
    expect(await table.db.change(other, change)).toMatchObject({ ok: false, refusal: { code: 'not_found' } });
    expect(await table.db.get(other)).toBeUndefined();
  });

  it('is made by one of many who try at once', async () => {
    const taken = { guards: [{ that: absent('by'), otherwise: refuse('exists').refusal }] };
    await table.db.put(key);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) => table.db.change(key, { ...taken, set: { by: to(n) } })),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

describe('a count', () => {
  it('stops at its most, however many count at once', async () => {
    const limit = { pk: 'chat#acme#limit#x', sk: '1' };
    const counted = await Promise.all(Array.from({ length: 40 }, () => table.db.count(limit, 5, 9)));
    expect(counted.filter(Boolean)).toHaveLength(5);
  });
});

describe('take', () => {
  it('gives an item to one taker alone, and only under its condition', async () => {
    const ticket = { pk: 'chat#acme#ticket#x', sk: 'TICKET' };
    await table.db.put({ ...ticket, until: 5 });
    expect(await table.db.take(ticket, above(['until'], 9))).toBeUndefined();
    const taken = await Promise.all(
      Array.from({ length: 20 }, () => table.db.take(ticket, above(['until'], 1))),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
  });
});
