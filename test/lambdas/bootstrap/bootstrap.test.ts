import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readEngagement, readIssuer } from '../../../lambdas/store/settings.ts';
import { type Office, openOffice } from '../../support/office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.stop());

const key = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }).toString();
const engagement = {
  id: 'help',
  name: 'Help',
  channel: 'messaging',
  platform: 'web',
  origins: ['https://www.acme.example'],
  idleMinutes: 30,
  authenticatedMinutes: 60,
  requestMinutes: 15,
};
const issuer = {
  iss: 'https://login.acme.example',
  aud: 'doorstep',
  nonce: true,
  keys: [{ kid: 'k', alg: 'EdDSA', key }],
};
const admin = { loginName: 'ann@acme.example', name: 'Ann' };
const acme = { brand: 'acme', name: 'Acme', admin, engagements: [engagement], issuers: [issuer] };
const code = async (event: unknown) => {
  const result = await office.create(event);
  return result.ok ? 'made' : result.refusal.code;
};

describe('making a brand', () => {
  it('refuses what management would refuse, before anything is stored', async () => {
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    const weak = { kid: 'k', alg: 'RS256', key: small.export({ format: 'pem', type: 'spki' }).toString() };
    expect(await code({ ...acme, issuers: [{ ...issuer, keys: [weak] }] })).toBe('key_refused');
    expect(
      await code({ ...acme, engagements: [{ ...engagement, origins: ['http://www.acme.example'] }] }),
    ).toBe('invalid_request');
    expect(await code({ ...acme, extra: 1 })).toBe('invalid_request');
    expect(await code({ ...acme, brand: 'Not A Slug' })).toBe('invalid_request');
    expect(await code(undefined)).toBe('invalid_request');
    expect(await code({ brand: 'acme', invite: admin })).toBe('not_found');
    expect(await code(acme)).toBe('made');
  });

  it('happens once, with its engagements and issuers', async () => {
    expect(await code(acme)).toBe('exists');
    expect(await readEngagement(office.db, 'acme', 'help')).toMatchObject({ id: 'help', version: 1 });
    expect(await readIssuer(office.db, 'acme', issuer.iss)).toMatchObject({ keys: [{ kid: 'k' }] });
    const all = await Promise.all(
      Array.from({ length: 5 }, () => code({ brand: 'race', name: 'Race', admin })),
    );
    expect(all.sort()).toEqual(['exists', 'exists', 'exists', 'exists', 'made']);
  });
});

describe('letting an admin back in', () => {
  it('gives a new link to the one who is there, or makes the one who is missing', async () => {
    const first = await office.create({ brand: 'acme', invite: admin });
    const second = await office.create({
      brand: 'acme',
      invite: { loginName: 'bea@acme.example', name: 'Bea' },
    });
    if (!first.ok || !second.ok) throw new Error('refused');
    expect(second.value.user).not.toBe(first.value.user);
    expect((await office.choosePassword(first.value.invitation.link)).body.name).toBe('Ann');
    expect((await office.choosePassword(second.value.invitation.link)).body.name).toBe('Bea');
    const entered = await office.enterPassword('acme', 'bea@acme.example');
    const { cookie } = await office.enrol(entered.cookie);
    expect((await office.call('readSession', { cookie })).body.role).toBe('admin');
  });

  it('makes no admin of an agent', async () => {
    const { cookie } = await office.brandWithAdmin('plain');
    await office.call('inviteUser', {
      cookie,
      body: { loginName: 'bo@plain.example', name: 'Bo', role: 'agent' },
    });
    expect(await code({ brand: 'plain', invite: { loginName: 'bo@plain.example', name: 'Bo' } })).toBe(
      'forbidden',
    );
  });
});
