import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readIssuerKey } from '../../lambdas/core/settings/issuer-key.ts';
import { isReturnAddress } from '../../lambdas/core/settings/return-address.ts';
import { algorithms, makeKeyPair, nextKid } from '../../web/console/areas/issuers/key-pair.ts';
import { findKeys } from '../../web/console/areas/issuers/public-key.ts';
import { readOrigin, readReturnAddress } from '../../web/console/areas/login/addresses.ts';
import { partsOf } from '../../web/console/areas/records/parts.ts';
import { merged } from '../../web/console/merge.ts';

describe('a change that was overtaken', () => {
  const base = { name: 'Web', idle: 30, origins: ['a'], skill: 'sales' as string | undefined };

  it('goes on top of what somebody else has saved', () => {
    const { skill: _, ...mine } = { ...base, name: 'Mine' };
    expect(merged(base, mine, { ...base, idle: 45, origins: ['a', 'b'] })).toEqual({
      value: { name: 'Mine', idle: 45, origins: ['a', 'b'] },
      both: [],
    });
  });

  it('stands where both have changed the same, and says so', () => {
    const theirs = { ...base, name: 'Theirs', idle: 45 };
    expect(merged(base, { ...base, name: 'Mine', idle: 45 }, theirs)).toEqual({
      value: { ...base, name: 'Mine', idle: 45 },
      both: ['name'],
    });
  });
});

describe('addresses', () => {
  it.each([
    ['https://www.example.com/some/page?x#y', 'https://www.example.com'],
    ['www.example.com', 'https://www.example.com'],
    ['https://EXAMPLE.com:443', 'https://example.com'],
    ['http://localhost:4100/', 'http://localhost:4100'],
    ['shop.example.com:8443', 'https://shop.example.com:8443'],
  ])('of a page %s means the origin %s', (typed, value) => {
    expect(readOrigin(typed)).toEqual({ value });
  });

  it.each([
    'http://www.example.com',
    'https://*.example.com',
    'javascript:alert(1)',
    'https://',
    'ftp://a.example',
  ])('%s is no origin that may carry a chat', (typed) => {
    expect(readOrigin(typed)).toHaveProperty('wrong');
  });

  it('where logins may end are taken only as the server takes them', () => {
    const odd = fc.constantFrom(
      'https://',
      'http://',
      '//',
      '\\',
      'com.example.app:/',
      '@',
      '#',
      'javascript:',
      'a',
    );
    const text = fc
      .array(fc.oneof(odd, fc.webUrl(), fc.string()), { maxLength: 3 })
      .map((some) => some.join(''));
    fc.assert(
      fc.property(text, (typed) => {
        const read = readReturnAddress(typed);
        return 'wrong' in read || isReturnAddress(read.value);
      }),
    );
    expect(readReturnAddress('com.example.app:/login')).toEqual({ value: 'com.example.app:/login' });
    expect(readReturnAddress('https://www.example.com')).toEqual({ value: 'https://www.example.com/' });
  });
});

describe('keys', () => {
  it.each(['ES256', 'EdDSA', 'RS256', 'PS256'] as const)(
    'for %s are made as the server takes them',
    async (alg) => {
      const { publicKey, privateKey } = await makeKeyPair(alg);
      expect(readIssuerKey({ kid: 'k', alg, key: publicKey }).ok).toBe(true);
      const found = await findKeys(publicKey);
      expect('keys' in found && found.keys[0]?.algs).toContain(alg);
      expect(await findKeys(privateKey)).toHaveProperty('wrong');
    },
  );

  it.each([
    ['-----BEGIN CERTIFICATE-----\nx', 'openssl x509'],
    ['-----BEGIN RSA PUBLIC KEY-----\nx', 'openssl rsa'],
    ['ssh-ed25519 AAAA', 'SSH'],
    ['{"kty":"EC","crv":"P-256","d":"x"}', 'private'],
    ['{"kty":"oct","k":"x"}', 'private or shared'],
    ['{"keys":[]}', 'empty'],
    ['{"kty":"EC","crv":"P-384"}', 'not taken'],
    ['{', 'no JSON'],
    ['-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', 'cannot be read'],
    ['hello', 'neither'],
  ])('%j is none, and the words help: %s', async (text, words) => {
    const found = await findKeys(text);
    expect('wrong' in found && found.wrong).toContain(words);
  });

  it('of a set keep their names, and the algorithm that they say', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'a', alg: 'PS256', use: 'sig' };
    const found = await findKeys(JSON.stringify({ keys: [jwk] }));
    if (!('keys' in found)) throw new Error(found.wrong);
    const [key] = found.keys;
    expect(key).toMatchObject({ kid: 'a', algs: ['PS256'] });
    expect(readIssuerKey({ kid: 'another', alg: 'PS256', key: key?.key ?? '' }).ok).toBe(true);
  });

  it('are named by the day, and told apart', () => {
    const now = new Date('2026-11-22T10:00:00Z');
    expect(nextKid([], now)).toBe('2026-11-22');
    expect(nextKid(['2026-11-22', '2026-11-22-2'], now)).toBe('2026-11-22-3');
    expect(Object.keys(algorithms)).toHaveLength(4);
  });
});

describe('a file of records', () => {
  const cut = (text: string) => {
    const parts = partsOf(text);
    if ('wrong' in parts) throw new Error(parts.wrong);
    return parts;
  };

  it('is cut between rows, and not within quotes', () => {
    const { parts, rows } = cut('\uFEFFsubject,name\r\n1,"A, ""B""\nC"\r\n\r\n2,D\n');
    expect(rows).toBe(2);
    expect(parts).toEqual([{ body: { csv: 'subject,name\n1,"A, ""B""\nC"\n2,D' }, firstRow: 1, rows: 2 }]);
  });

  it('is cut by rows and by length, with the column names in each part', () => {
    const short = cut(['s', ...Array.from({ length: 401 }, (_, at) => String(at))].join('\n'));
    expect(short.parts.map(({ firstRow, rows }) => [firstRow, rows])).toEqual([
      [1, 200],
      [201, 200],
      [401, 1],
    ]);
    const long = cut(['s', ...Array.from({ length: 10 }, () => 'x'.repeat(200_000))].join('\n'));
    expect(long.parts).toHaveLength(3);
    for (const { body } of [...short.parts, ...long.parts])
      expect('csv' in body && body.csv.startsWith('s\n') && body.csv.length < 1_000_000).toBe(true);
  });

  it('may be JSON, as a list or an object a line', () => {
    for (const text of ['[{"subject":"1"},{"subject":"2"}]', '{"subject":"1"}\n\n{"subject":"2"}'])
      expect(cut(text).parts).toEqual([
        { body: { records: [{ subject: '1' }, { subject: '2' }] }, firstRow: 1, rows: 2 },
      ]);
  });

  it.each(['', 'subject,name', '[{"a":', '{"a"'])('of %j has nothing to load, and says why', (text) => {
    expect(partsOf(text)).toHaveProperty('wrong');
  });
});
