import { describe, expect, it } from '@jest/globals';
import { hashPassword, verifyPassword } from '../../../lambdas/core/sign-in/password.ts';

describe('passwords', () => {
  it('are hashed with argon2id in PHC form, each with its own salt', async () => {
    const [one, two] = [await hashPassword('same'), await hashPassword('same')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(two).not.toBe(one);
  });

  it('verify against their own hash and no other', async () => {
    const hash = await hashPassword('seven quiet herons');
    expect(await verifyPassword('seven quiet herons', hash)).toBe(true);
    expect(await verifyPassword('seven quiet heron', hash)).toBe(false);
    expect(await verifyPassword('Seven quiet herons', hash)).toBe(false);
    expect(await verifyPassword('', hash)).toBe(false);
  });

  it('verify against a hash of the reference implementation, with its parameters', async () => {
    const phc = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await verifyPassword('password', phc)).toBe(true);
    expect(await verifyPassword('passwore', phc)).toBe(false);
  });

  it('are the same password in every way to type it', async () => {
    const hash = await hashPassword('caf\u00e9 \u2126 pass');
    expect(await verifyPassword('cafe\u0301 \u03a9 pass', hash)).toBe(true);
  });

  it('never verify without a hash, whatever is entered', async () => {
    for (const password of ['', 'undefined', 'seven quiet herons'])
      expect(await verifyPassword(password, undefined)).toBe(false);
  });
});
