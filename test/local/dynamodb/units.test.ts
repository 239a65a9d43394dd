import { describe, expect, it } from '@jest/globals';
import { indexWriteUnits, itemSize, readUnits, writeUnits } from '../../../local/dynamodb/units.ts';

const text = (length: number) => ({ S: 'x'.repeat(length) });

describe('the size of an item', () => {
  it.each([
    ['names and text in UTF-8', { ñ: { S: 'é€' } }, 2 + 5],
    ['a number: half a byte a digit and one', { n: { N: '12345' } }, 1 + 4],
    ['a number without its zeros', { n: { N: '1200.00' } }, 1 + 2],
    ['a negative number, one more', { n: { N: '-12' } }, 1 + 3],
    ['binary as it is, not as base64', { b: { B: Buffer.alloc(10).toString('base64') } }, 1 + 10],
    ['BOOL and NULL', { t: { BOOL: true }, u: { NULL: true } }, 4],
    ['a list: 3, and 1 an entry', { l: { L: [{ S: 'ab' }, { BOOL: true }] } }, 1 + 3 + 3 + 2],
    ['a map: 3, and 1 an entry', { m: { M: { k: { S: 'ab' } } } }, 1 + 3 + 1 + 3],
    ['sets', { s: { SS: ['ab', 'c'] } }, 1 + 3],
  ])('%s', (_, item, size) => expect(itemSize(item)).toBe(size));
});

describe('units', () => {
  it('writes the larger image in steps of 1 KB, at least one', () => {
    expect(writeUnits(undefined, undefined)).toBe(1);
    expect(writeUnits(undefined, { k: text(1023) })).toBe(1);
    expect(writeUnits(undefined, { k: text(1024) })).toBe(2);
    expect(writeUnits({ k: text(3000) }, { k: text(1) })).toBe(3);
  });

  it('reads steps of 4 KB, half when eventually consistent, and pays for nothing found', () => {
    expect(readUnits(0, true)).toBe(1);
    expect(readUnits(0, false)).toBe(0.5);
    expect(readUnits(4097, true)).toBe(2);
    expect(readUnits(4097, false)).toBe(1);
  });
});

describe('units of an index', () => {
  const index = { keys: ['ipk', 'isk'], projection: 'INCLUDE' as const, include: ['state'] };
  const units = (before?: object, after?: object) => {
    const item = (part?: object) => part && { pk: text(1), sk: text(1), ...part };
    return indexWriteUnits(index, ['pk', 'sk'], item(before), item(after));
  };
  const key = { ipk: { S: 'a' }, isk: { S: 'b' } };

  it('are none while the item is not in the index', () => expect(units({ state: text(1) }, {})).toBe(0));
  it('are one to enter, one to leave', () => {
    expect(units(undefined, key)).toBe(1);
    expect(units(key, undefined)).toBe(1);
    expect(units({}, key)).toBe(1);
  });
  it('are none when only what is not projected changes', () =>
    expect(units({ ...key, other: text(1) }, { ...key, other: text(2) })).toBe(0));
  it('are one when a projected attribute changes', () =>
    expect(units({ ...key, state: { S: 'x' } }, { ...key, state: { S: 'y' } })).toBe(1));
  it('are two when the index key changes', () => expect(units(key, { ...key, isk: { S: 'c' } })).toBe(2));
});
