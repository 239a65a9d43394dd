import { describe, expect, it } from '@jest/globals';
import { newTotpSecret, totpStep, totpUri } from '../../../lambdas/core/sign-in/totp.ts';

/** "12345678901234567890" in base32, the secret of RFC 6238, appendix B. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('the vectors of RFC 6238, appendix B (the last six of their eight digits)', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('at %d s the code is %s', (seconds, code) => {
    expect(totpStep(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });
});

describe('which step a code may be of', () => {
  const at = 1111111111_000;
  const step = Math.floor(at / 30_000);

  it('accepts this step and the one before, and no other', () => {
    const before = '081804';
    expect(totpStep(secret, before, at)).toBe(step - 1);
    expect(totpStep(secret, before, at - 30_000)).toBe(step - 1);
    expect(totpStep(secret, before, at + 30_000)).toBeUndefined();
    expect(totpStep(secret, before, at - 60_000)).toBeUndefined();
    expect(totpStep(secret, before, at - 90_000)).toBeUndefined();
  });

  it('accepts the first and the last millisecond of both steps, and none outside', () => {
    const start = (step - 1) * 30_000;
    expect(totpStep(secret, '081804', start - 1)).toBeUndefined();
    expect(totpStep(secret, '081804', start)).toBe(step - 1);
    expect(totpStep(secret, '081804', start + 59_999)).toBe(step - 1);
    expect(totpStep(secret, '081804', start + 60_000)).toBeUndefined();
  });
});

describe('a new secret', () => {
  it('has 160 bits and is another each time', () => {
    const secrets = new Set(Array.from({ length: 50 }, newTotpSecret));
    expect(secrets.size).toBe(50);
    for (const one of secrets) expect(one).toMatch(/^[A-Z2-7]{32}$/);
  });

  it('goes into an URI that an app can read, whatever the names hold', () => {
    const uri = new URL(totpUri(secret, 'A & B: Café', 'ann+x@acme.test'));
    expect(decodeURIComponent(uri.pathname)).toBe('/A & B: Café:ann+x@acme.test');
    expect(uri.searchParams.get('issuer')).toBe('A & B: Café');
    expect(uri.searchParams.get('secret')).toBe(secret);
  });
});
