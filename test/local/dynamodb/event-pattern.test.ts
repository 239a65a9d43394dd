import { describe, expect, it } from '@jest/globals';
import { matchesAny } from '../../../local/dynamodb/event-pattern.ts';

const image = (attributes: object) => ({ eventName: 'INSERT', dynamodb: { NewImage: attributes } });
const pattern = (attributes: object) => ({ dynamodb: { NewImage: attributes } });

describe('event patterns', () => {
  it.each<[string, object, object, boolean]>([
    ['exact', { k: { S: ['a', 'b'] } }, { k: { S: 'b' } }, true],
    ['exact, other', { k: { S: ['a'] } }, { k: { S: 'b' } }, false],
    ['exists', { k: { S: [{ exists: true }] } }, { k: { S: '' } }, true],
    ['exists, missing', { k: { S: [{ exists: true }] } }, {}, false],
    ['not exists', { k: { S: [{ exists: false }] } }, {}, true],
    ['prefix', { k: { S: [{ prefix: 'ab' }] } }, { k: { S: 'abc' } }, true],
    ['suffix', { k: { S: [{ suffix: 'bc' }] } }, { k: { S: 'abd' } }, false],
    ['anything but', { k: { S: [{ 'anything-but': ['a'] }] } }, { k: { S: 'b' } }, true],
    ['anything but a prefix', { k: { S: [{ 'anything-but': { prefix: 'a' } }] } }, { k: { S: 'ab' } }, false],
    ['numeric', { n: { N: [{ numeric: ['>', 1, '<=', 5] }] } }, { n: { N: '5' } }, true],
    ['numeric, outside', { n: { N: [{ numeric: ['>', 1, '<=', 5] }] } }, { n: { N: '1' } }, false],
    ['or', { $or: [{ a: { S: ['1'] } }, { b: { S: ['1'] } }] }, { b: { S: '1' } }, true],
  ])('%s', (_, wanted, attributes, expected) =>
    expect(matchesAny([pattern(wanted)], image(attributes))).toBe(expected),
  );

  it('needs all members of one pattern, and any of several patterns', () => {
    const both = { a: { S: ['1'] }, b: { S: ['1'] } };
    expect(matchesAny([pattern(both)], image({ a: { S: '1' } }))).toBe(false);
    expect(matchesAny([pattern(both), pattern({ a: { S: ['1'] } })], image({ a: { S: '1' } }))).toBe(true);
  });

  it('lets everything through without a pattern, and refuses an operator it does not know', () => {
    expect(matchesAny([], image({}))).toBe(true);
    expect(() =>
      matchesAny([pattern({ k: { S: [{ cidr: '10.0.0.0/8' }] } })], image({ k: { S: 'a' } })),
    ).toThrow('cidr');
  });
});
