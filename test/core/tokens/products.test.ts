import { createHmac, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { CompactEncrypt, SignJWT } from 'jose';
import type { Product } from '../../../contract/token-report.ts';
import { newEncryptionKey } from '../../../lambdas/core/tokens/encryption-key.ts';
import { readToken } from '../../../lambdas/core/tokens/read.ts';
import { reportOf } from '../../../lambdas/core/tokens/report.ts';
import { check, issuerOf, judge, keyOf } from '../../support/tokens.ts';

const now = 1_790_000_000_000;
const seconds = now / 1000;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What other products' tokens say, as a backend makes them before anything is changed for Doorstep. */
const tokens: Record<Product, { header: object; claims: Record<string, unknown> }> = {
  liveperson: {
    header: { alg: 'RS256', typ: 'JWT', kid: 'lp' },
    claims: {
      iss: 'https://shop.example',
      aud: 'https://liveperson.example',
      sub: '1234567890',
      iat: seconds,
      exp: seconds + 3600,
      acr: 'loa1',
      given_name: 'John',
      family_name: 'Doe',
      email: 'john@doe.example',
      lp_sdes: [
        { type: 'ctmrinfo', info: { customerId: '138766AC', ctype: 'vip', balance: 400.99, company: '' } },
        { type: 'personal', personal: { firstname: 'John', contacts: [{ email: 'j@doe.example' }] } },
      ],
    },
  },
  iadvize: {
    header: { alg: 'RS256' },
    claims: {
      iss: 'https://shop.example',
      exp: seconds + 300,
      'https://iadvize.com/userId': 'user-7',
      'https://iadvize.com/visitorData': { firstName: 'Jane', city: 'Nantes' },
    },
  },
  zendesk: {
    header: { alg: 'HS256', typ: 'JWT', kid: 'app_5e1f' },
    claims: { scope: 'user', external_id: 'user-8', name: 'Jane', email: 'jane@soap.example' },
  },
  intercom: {
    header: { alg: 'HS256', typ: 'JWT' },
    claims: { user_id: 'user-9', email: 'a@b.example', exp: seconds + 3600 },
  },
};

function asTheyMakeIt(product: Product): Promise<string> | string {
  const { header, claims } = tokens[product];
  if (!('alg' in header) || header.alg !== 'HS256')
    return new SignJWT(claims).setProtectedHeader(header as { alg: string }).sign(rsa.privateKey);
  const input = `${part(header)}.${part(claims)}`;
  return `${input}.${createHmac('sha256', 'shared secret').update(input).digest('base64url')}`;
}

const keys = [keyOf('k1', 'RS256', rsa.publicKey)];

/** What the inspector says is wrong, by check: the sentence that names the change. */
async function changes(product: Product, issuer = issuerOf(keys)) {
  const report = reportOf(await check(await asTheyMakeIt(product), issuer, { now }), issuer);
  expect(report).toMatchObject({ accepted: false, looksLike: product });
  const broken = report.checks.filter(({ holds }) => !holds);
  return Object.fromEntries(broken.map(({ name, change = '' }) => [name, change]));
}

describe('a token as another product has it', () => {
  it('LivePerson: other audience and key id, a shorter life, a jti and the nonce', async () => {
    const found = await changes('liveperson', issuerOf(keys, { claims: 'liveperson' }));
    expect(Object.keys(found).sort()).toEqual(['aud', 'jti', 'key', 'life', 'nonce']);
    expect(found).toMatchObject({
      aud: 'Set aud to "doorstep".',
      life: expect.stringContaining('Set exp two minutes after iat'),
      jti: expect.stringContaining('a new random string'),
      nonce: expect.stringContaining('Put the nonce'),
      key: expect.stringContaining('set kid'),
    });
  });

  it('iAdvize: audience, iat, jti, nonce, and where the user id stands', async () => {
    expect(await changes('iadvize')).toMatchObject({
      aud: 'Set aud to "doorstep".',
      iat: expect.any(String),
      jti: expect.any(String),
      nonce: expect.any(String),
      subject: 'This looks like a token for iadvize: set the issuer\'s claims to "iadvize".',
    });
    const found = await changes('iadvize', issuerOf(keys, { claims: 'iadvize' }));
    expect(Object.keys(found).sort()).toEqual(['aud', 'iat', 'jti', 'nonce']);
  });

  it.each(['zendesk', 'intercom'] as const)(
    '%s: a key pair in the place of the shared secret',
    async (product) => {
      const found = await changes(product);
      expect(found.algorithm).toMatch(
        /^HS256 signs with a secret that both sides hold.*Make an ES256 key pair/,
      );
      expect(found.subject).toBe(
        `This looks like a token for ${product}: set the issuer's claims to "${product}".`,
      );
      for (const name of ['iss', 'aud', 'iat', 'jti', 'nonce']) expect(found[name]).toBeTruthy();
      const mapped = await changes(product, issuerOf(keys, { claims: product }));
      expect(mapped.subject).toBeUndefined();
    },
  );
});

describe('a token of another product, changed as the inspector says', () => {
  const changed = (product: Product) =>
    new SignJWT({
      ...tokens[product].claims,
      iss: 'https://shop.example',
      aud: 'doorstep',
      iat: seconds,
      exp: seconds + 120,
      jti: 'j',
      nonce: 'n',
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .sign(rsa.privateKey);
  const logIn = async (product: Product, more: object = {}) =>
    judge(await changed(product), issuerOf(keys, { claims: product, ...more }), { nonce: 'n', now });

  it.each<[Product, object]>([
    [
      'liveperson',
      {
        subject: '1234567890',
        name: 'John Doe',
        acr: 'loa1',
        attributes: {
          'ctmrinfo.customerId': '138766AC',
          'ctmrinfo.ctype': 'vip',
          'ctmrinfo.balance': '400.99',
          'personal.firstname': 'John',
          'personal.contacts.0.email': 'j@doe.example',
        },
      },
    ],
    ['iadvize', { subject: 'user-7', attributes: { firstName: 'Jane', city: 'Nantes' } }],
    ['zendesk', { subject: 'user-8', name: 'Jane' }],
    ['intercom', { subject: 'user-9' }],
  ])('%s: says who it is', async (product, login) => {
    const { issuer, namespace } = { issuer: 'https://shop.example', namespace: 'shop' };
    expect(await logIn(product)).toMatchObject({
      ok: true,
      value: { login: { issuer, namespace, ...login } },
    });
  });

  it('keeps only the attributes that agents may see', async () => {
    const result = await logIn('liveperson', { attributes: ['ctmrinfo.ctype', 'personal.lastname'] });
    expect(result).toMatchObject({ ok: true, value: { login: { attributes: { 'ctmrinfo.ctype': 'vip' } } } });
    expect(JSON.stringify(result)).not.toContain('doe.example');
  });

  it('iAdvize: also encrypted, once the header names our key', async () => {
    const { jwk, secret } = await newEncryptionKey('RSA-OAEP-256');
    const key = { id: 'e', alg: 'RSA-OAEP-256', jwk, sealed: secret, createdAt: now } as const;
    const issuer = issuerOf(keys, { claims: 'iadvize', encrypted: 'required', encryptionKeys: [key] });
    const token = await changed('iadvize');
    const encrypt = (header: object) =>
      new CompactEncrypt(Buffer.from(token))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', ...header })
        .encrypt({ ...jwk });
    const open = async (sealed: string) => sealed;
    const without = reportOf(await check(await encrypt({}), issuer, { now }, { open }), issuer);
    expect(without.checks.find(({ holds }) => !holds)).toMatchObject({
      name: 'encryption_key',
      change: expect.stringContaining("put that key's kid into the header"),
    });
    const against = { nonce: 'n', now };
    expect(await judge(await encrypt({ kid: 'issuer-1.e' }), issuer, against, { open })).toMatchObject({
      ok: true,
    });
  });
});

describe('names of the claims', () => {
  const logIn = async (claims: object, mapping: object) => {
    const token = await new SignJWT({
      ...{
        iss: 'https://shop.example',
        aud: 'doorstep',
        iat: seconds,
        exp: seconds + 60,
        jti: 'j',
        nonce: 'n',
      },
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .sign(rsa.privateKey);
    return judge(token, issuerOf(keys, { claims: mapping }), { nonce: 'n', now });
  };

  it('may be any: the subject under its usual name is then another claim', async () => {
    const mapping = {
      subject: 'uid',
      name: ['first', 'last'],
      attributes: 'facts',
      acr: 'level',
      amr: 'ways',
      authTime: 'at',
      sessionEnd: 'ends',
    };
    const claims = {
      sub: 'somebody else',
      uid: 'u-1',
      first: 'Ada',
      last: 'Lovelace',
      facts: { tier: 'gold' },
      level: 'high',
      ways: ['pwd'],
      at: seconds - 5,
      ends: seconds + 50,
    };
    expect(await logIn(claims, mapping)).toMatchObject({
      ok: true,
      value: {
        login: {
          subject: 'u-1',
          name: 'Ada Lovelace',
          attributes: { tier: 'gold' },
          acr: 'high',
          amr: ['pwd'],
          authTime: now - 5000,
          sessionEnd: now + 50_000,
        },
      },
    });
    expect(await logIn({ ...claims, uid: undefined }, mapping)).toMatchObject({
      refusal: { reason: 'claim_missing', detail: expect.stringContaining('uid') },
    });
  });

  it('keep a flat form where no product is named', async () => {
    const facts = { tier: { deep: 'gold' } };
    expect(await logIn({ sub: 'c', facts }, { attributes: 'facts' })).toMatchObject({
      refusal: { reason: 'claim_wrong' },
    });
  });
});

describe('what is said of a token', () => {
  it('has no value of a claim about the person', async () => {
    const issuer = issuerOf(keys, { claims: 'liveperson' });
    const report = reportOf(await check(await asTheyMakeIt('liveperson'), issuer, { now }), issuer);
    expect(JSON.stringify(report)).not.toMatch(/John|Doe|doe\.example|1234567890|138766AC/);
  });

  it('tells milliseconds from seconds', async () => {
    const token = await new SignJWT({ iat: now, exp: now + 1000 })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(rsa.privateKey);
    const { checks } = await check(token, issuerOf(keys), { now });
    expect(checks.find(({ name }) => name === 'iat')?.change).toBe(
      'These look like milliseconds; divide by 1000.',
    );
  });

  it.each<[string, object, string]>([
    ['no signature at all', { alg: 'none' }, 'The token is not signed at all.'],
    ['a shared secret', { alg: 'HS512' }, 'HS512 signs with a secret that both sides hold'],
    ['an algorithm that is not taken', { alg: 'RS512' }, 'Sign with one of RS256, PS256, ES256, EdDSA.'],
    ['that of another key', { alg: 'PS256', kid: 'k1' }, 'Sign with RS256, or register the key anew'],
    [
      'a key that the token brings',
      { alg: 'RS256', jwk: {} },
      'Leave jwk out: a key counts because it is registered',
    ],
    ['an address of keys', { alg: 'RS256', jku: 'https://x.example' }, 'Leave jku out: a key counts because'],
    ['an extension', { alg: 'RS256', crit: ['b64'], b64: false }, 'Leave crit out: no extension of JWS'],
    ['a token of another kind', { alg: 'RS256', typ: 'at+jwt' }, 'Set typ to JWT, or leave it out'],
    [
      'a name that no key has',
      { alg: 'RS256', kid: 'k2' },
      'Sign with a registered key and set kid to its name',
    ],
  ])('names the change for %s', async (_, header, change) => {
    const token = `${part(header)}.${part({ iss: 'https://shop.example' })}.AAAA`;
    const { checks } = await check(token, issuerOf(keys), { now });
    expect(checks.find(({ holds }) => !holds)?.change).toContain(change);
  });

  it('ends where nothing can be read any more', async () => {
    const { checks } = await check('x.y', issuerOf(keys), { now });
    expect(checks).toHaveLength(1);
    expect(readToken('x.y').value).toBeUndefined();
  });
});
