import { describe, expect, it } from '@jest/globals';
import { displayName } from '../../contract/fields.ts';
import { cleanName } from '../../lambdas/core/tokens/claims.ts';

const takes = (name: string) => displayName.safeParse(name).success;

describe('a name', () => {
  it.each([
    ...['🔒', '🔓', '🔏', '🔐', '🔑', '🗝', '🛡', '⚿', '⛨'],
    ...['✅', '☑', '✓', '✔', '✔️', '√', '⍻', '⎷', '🗸', '🗹', '𐄂', '\u{1FBB1}'],
    ...[
      '\u202e',
      '\u2066',
      '\u200b',
      '\u00ad',
      '\ufeff',
      '\u0000',
      '\u2028',
      '\u2029',
      '\n',
      '\ue000',
      '\uf8ff',
    ],
    ...['\u3164', '\u115f', '\u1160', '\uffa0', '\u2800', '\u034f'],
  ])('holds no %j, and a signed one loses it', (sign) => {
    expect(takes(`Ada ${sign} Lovelace`)).toBe(false);
    expect(cleanName(`Ada ${sign}`)).toBe(sign === '✔️' ? 'Ada \ufe0f' : 'Ada');
  });

  it.each(['\u3164', '🔒', '\u2800\u2800', ' '])('is more than %j', (nothing) => {
    expect(takes(nothing)).toBe(false);
    expect(cleanName(nothing)).toBeUndefined();
  });

  it.each([
    'Ada Lovelace',
    'Søren Ærø',
    '山田 太郎',
    'محمد علي',
    "O'Brien-Şahin",
    'Ann 🌸',
    'Acme® & Söhne <b>',
    '𠮷野家',
  ])('may be %s', (name) => {
    expect(takes(name)).toBe(true);
    expect(cleanName(name)).toBe(name);
  });
});
