import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { factorsText, secretsText } from '../../../lambdas/core/sign-in/factors.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { type Office, openOffice } from '../../support/office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.stop());

/** RFC 6238, appendix B, SHA-1: the last six of its eight digits are the code of six. */
const vectors: [number, string][] = [
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
];

describe("RFC 6238's vectors", () => {
  it.each(vectors)(
    'sign in at %d seconds, and in no other half minute but the next',
    async (seconds, digits) => {
      const { brand, admin, id } = await office.brandWithAdmin(`rfc-${seconds}`);
      const secret = new Secret({ buffer: new TextEncoder().encode('12345678901234567890').buffer }).base32;
      const sealed = await office.sealing.seal(secretsText(new Map([['vector', secret]])), {
        brand,
        agent: id,
      });
      const factors = factorsText([{ id: 'vector', kind: 'totp', name: '', createdAt: 0 }]);
      await office.db.change(keys.user(brand, id), {
        guards: [],
        set: { factor: { value: sealed }, factors: { value: factors } },
      });
      const code = digits.slice(2);
      const at = async (moment: number) => {
        office.clock.now = moment * 1000;
        const { cookie } = await office.enterPassword(brand, admin);
        return (await office.call('enterCode', { cookie, body: { code } })).status;
      };
      const begins = seconds - (seconds % 30);
      expect(await at(begins - 1)).toBe(401);
      expect(await at(begins + 60)).toBe(401);
      expect(await at(seconds)).toBe(200);
      expect(await at(begins + 30)).toBe(401);
    },
  );
});

describe('codes of another library', () => {
  it('are those that sign in, from the URI that is shown', async () => {
    office.clock.now = Date.parse('2026-11-21T09:00:10Z');
    const made = await office.create({
      brand: 'another',
      name: 'An: other',
      admin: { loginName: 'ada@another.example', name: 'Ada' },
    });
    await office.choosePassword(made.ok && 'invitation' in made.value ? made.value.invitation.link : '');
    const half = async () => (await office.enterPassword('another', 'ada@another.example')).cookie;
    const cookie = await half();
    const begun = await office.call('beginTotp', { cookie });
    const uri = new URL(String(begun.body.uri));
    expect([uri.protocol, uri.host]).toEqual(['otpauth:', 'totp']);
    const secret = Secret.fromBase32(String(uri.searchParams.get('secret')));
    expect(secret.bytes.length).toBe(20);
    const app = new TOTP({ secret, algorithm: 'SHA1', digits: 6, period: 30 });
    const code = () => app.generate({ timestamp: office.clock.now });
    expect((await office.call('confirmTotp', { cookie, body: { code: code() } })).status).toBe(200);
    for (let n = 0; n < 20; n += 1) {
      office.clock.now += 30_000;
      const next = await half();
      expect((await office.call('enterCode', { cookie: next, body: { code: code() } })).status).toBe(200);
    }
  });
});
