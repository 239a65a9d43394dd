import { describe, expect, it } from '@jest/globals';
import type { RecordField } from '../../contract/http/management/records.ts';
import { digestOf } from '../../lambdas/core/records/digest.ts';
import { normalized } from '../../lambdas/core/records/normalize.ts';
import { readRow } from '../../lambdas/core/records/rows.ts';

describe('a value is compared', () => {
  it.each([
    ['text', '  Ada \t LOVELACE ', 'ada lovelace'],
    ['text', 'Straße', 'strasse'],
    ['text', 'ＡＤＡ', 'ada'],
    ['text', 'Zoe\u0308', 'zoë'],
    ['exact', ' Ada ', ' Ada '],
    ['digits', '+49 (0)30 / 12-34', '490301234'],
    ['digits', '１２３', '123'],
    ['letters_and_digits', 'sw1a 2aa', 'sw1a2aa'],
    ['letters_and_digits', 'SW1A-2AA', 'sw1a2aa'],
    ['date', ' 1815-12-10 ', '1815-12-10'],
  ] as const)('as %s: %j is %j', (as, value, form) => {
    expect(normalized(as, value)).toBe(form);
  });

  it.each([
    ['text', '   '],
    ['digits', 'none'],
    ['date', '1815-02-30'],
    ['date', '10.12.1815'],
    ['date', '1815-12-10T00:00:00Z'],
    ['exact', ''],
    ['text', 'x'.repeat(256)],
    ['text', '\ud800'],
  ] as const)('not as %s, when it is %j', (as, value) => {
    expect(normalized(as, value)).toBeUndefined();
  });
});

const fields: RecordField[] = [
  { name: 'born', as: 'date' },
  { name: 'postcode', as: 'letters_and_digits' },
];
const data = { born: '1815-12-10', postcode: 'SW1A 2AA' };

describe('a digest', () => {
  const digest = digestOf(fields, data, 'key');

  it('is the same for the same data, however they are spelled', () => {
    expect(digest).toMatch(/^[\w-]{43}$/);
    expect(digestOf(fields, { postcode: 'sw1a2aa', born: ' 1815-12-10' }, 'key')).toBe(digest);
  });

  it('differs with any value, the key, the fields, their order and their form', () => {
    const others = [
      digestOf(fields, { ...data, born: '1815-12-11' }, 'key'),
      digestOf(fields, data, 'other key'),
      digestOf([...fields].reverse(), data, 'key'),
      digestOf(fields.slice(0, 1), data, 'key'),
      digestOf([{ name: 'born', as: 'text' }, ...fields.slice(1)], data, 'key'),
      // Values cannot run into each other.
      digestOf(fields, { born: '1815-12-10', postcode: 'SW1A 2A' }, 'key'),
    ];
    expect(new Set([digest, ...others]).size).toBe(others.length + 1);
  });

  it('takes every field', () => {
    expect(digestOf(fields, { born: '1815-12-10' }, 'key')).toBeUndefined();
    expect(digestOf(fields, { ...data, postcode: ' - ' }, 'key')).toBeUndefined();
  });
});

describe('a row', () => {
  const read = (row: unknown) => readRow(row, 7, fields, 'key');

  it('is stored without its data', () => {
    const record = read({ subject: 'c1', name: 'Ada \u2713', attributes: { tier: 'gold' }, data });
    expect(record).toEqual({
      subject: 'c1',
      name: 'Ada',
      attributes: { tier: 'gold' },
      digest: digestOf(fields, data, 'key'),
    });
  });

  it.each([
    [
      { subject: 'c1', data: { ...data, shoe: '9' } },
      { why: 'field_wrong', field: 'shoe' },
    ],
    [
      { subject: 'c1', data: { born: data.born } },
      { why: 'field_missing', field: 'postcode' },
    ],
    [
      { subject: 'c1', data: { ...data, born: '1.1.1815' } },
      { why: 'field_wrong', field: 'born' },
    ],
    [{ subject: '', data }, { why: 'subject_wrong' }],
    [{ subject: 7, data }, { why: 'subject_wrong' }],
    [{ data }, { why: 'subject_wrong' }],
    [{ subject: 'c1', name: 7, data }, { why: 'name_wrong' }],
    [{ subject: 'c1', attributes: { a: 1 }, data }, { why: 'attributes_wrong' }],
    [{ subject: 'c1', data: { ...data, born: 1815 } }, { why: 'malformed' }],
    [{ subject: 'c1', data, admin: true }, { why: 'malformed' }],
    [null, { why: 'malformed' }],
    ['c1', { why: 'malformed' }],
  ])('%j is refused: %j', (row, refusal) => {
    expect(read(row)).toEqual({ row: 7, ...refusal });
  });
});
