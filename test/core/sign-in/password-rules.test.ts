import { describe, expect, it } from '@jest/globals';
import { checkNewPassword } from '../../../lambdas/core/sign-in/password-rules.ts';

const words = ['acme', 'The Acme Company', 'Ann Example', 'ann.example@acme.test'];
const kept = async (password: string, factor = true) =>
  (await checkNewPassword(password, { factor, words })).ok;

describe('new passwords', () => {
  it('have 8 characters beside a factor, and 15 alone', async () => {
    expect(await kept('k7 qzvmt')).toBe(true);
    expect(await kept('k7 qzvm')).toBe(false);
    expect(await kept('k7 qzvmt wbxjpf', false)).toBe(true);
    expect(await kept('k7 qzvmt wbxjp', false)).toBe(false);
  });

  it('count characters, not code units', async () => {
    expect(await kept('🦩🐦🦆🦅🦉🦢🐧')).toBe(false);
    expect(await kept('🦩🐦🦆🦅🦉🦢🐧🦚')).toBe(true);
  });

  it('may be long, and of whatever characters', async () => {
    expect(await kept('correct horse battery staple '.repeat(8))).toBe(true);
    expect(await kept('zweiundvierzigfragen')).toBe(true);
    expect(await kept('       9 lone dogs')).toBe(true);
  });

  it.each(['password', 'PASSWORD', '12345678', 'qwertyuiop', 'iloveyou', 'ｐａｓｓｗｏｒｄ', 'aaaaaaaaaaaa'])(
    'are not among the first that are tried: %s',
    async (password) => expect(await kept(password)).toBe(false),
  );

  it.each(['acmeacme', 'Acme2026', 'ann.example', 'ExampleAnn1', 'doorstep1', 'acme-company'])(
    'are not made of names used here: %s',
    async (password) => expect(await kept(password)).toBe(false),
  );

  it('may hold such a name beside enough of their own', async () => {
    expect(await kept('acme lantern')).toBe(true);
  });

  it('say what is wrong, and never the password', async () => {
    const result = await checkNewPassword('sesame', { factor: true, words });
    expect(result).toEqual({
      ok: false,
      refusal: { code: 'password_refused', detail: 'A password needs 8 characters or more.' },
    });
  });
});
