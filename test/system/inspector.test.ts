import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { http } from '../support/http.ts';
import { everything } from '../support/items.ts';
import { expectOk } from '../support/system.ts';
import { encrypt, openTokenStage, sign, type TokenStage } from '../support/token-stage.ts';

let stage: TokenStage;
beforeAll(async () => {
  stage = await openTokenStage();
}, 180_000);
afterAll(() => stage.stop());

describe('the inspector', () => {
  interface Check {
    name: string;
    holds: boolean;
    came: string;
    change?: string;
  }
  const inspect = async (body: object) => expectOk(await stage.manage('token-inspector', { body }), 200).body;
  const broken = (report: Record<string, unknown>) =>
    (report.checks as Check[]).filter(({ holds }) => !holds).map(({ name }) => name);

  it('shows every check of a pasted token, encrypted or not, and what agents would see', async () => {
    const { id, iss } = await stage.register('inspected', { encrypted: 'allowed' });
    expectOk(await stage.manage(`issuers/${id}/encryption-keys`, { body: { alg: 'ECDH-ES' } }), 201);
    const set = await stage.keySet(id);
    const token = await sign(iss, 'n', { name: 'Ada', attributes: { tier: 'gold' } });
    for (const text of [token, await encrypt(set, token)]) {
      const report = await inspect({ token: text, nonce: 'n' });
      expect(report).toMatchObject({
        accepted: true,
        issuer: id,
        login: { subject: 'c-1', name: 'Ada', attributes: { tier: 'gold' } },
      });
    }
    const late = await inspect({ token: await sign(iss, 'n', { iat: 1, exp: 100, aud: 'x' }), nonce: 'm' });
    expect(late.accepted).toBe(false);
    expect(broken(late)).toEqual(['aud', 'exp', 'nonce']);
  });

  it('stores and logs nothing of a token', async () => {
    const { id, iss } = await stage.register('unseen');
    const claims = {
      sub: 'unseen-subject',
      name: 'Unseen Name',
      attributes: { mail: 'unseen@mail.example' },
    };
    const token = await sign(iss, 'n', { ...claims, jti: 'unseen-jti' });
    for (const text of [token, token.slice(0, -9), `${token}x`]) await inspect({ token: text, issuer: id });
    const kept = JSON.stringify([await everything(stage.system), stage.logged]);
    expect(kept).not.toMatch(/unseen[-@]|Unseen Name/);
    for (const part of token.split('.').slice(1)) expect(kept).not.toContain(part.slice(0, 40));
  });

  it('says whether one can log in so where the token is meant for', async () => {
    const { iss } = await stage.register('meant');
    const at = async (engagement: string) =>
      inspect({ token: await sign(iss, 'n', {}), nonce: 'n', engagement });
    expect(await at('help')).toMatchObject({ accepted: true });
    const live = await at('live');
    expect([live.accepted, broken(live)]).toEqual([false, ['method']]);
    const none = { token: 'x', engagement: 'none' };
    expect((await stage.manage('token-inspector', { body: none })).status).toBe(404);
  });

  it('asks nobody but an admin who is on a page of ours', async () => {
    const url = `${stage.system.origin}/api/manage/token-inspector`;
    const body = { token: 'x' };
    expect((await http(url, { body, origin: stage.system.origin })).status).toBe(401);
    expect((await http(url, { body, cookie: stage.cookie, origin: stage.brand.page })).status).toBe(403);
  });
});

describe('a recorded trial', () => {
  it('tells the admin what became of each token, and nothing of the person', async () => {
    const { iss } = await stage.register('tried');
    const begun = await stage.manage('token-trial', {
      method: 'PUT',
      body: { engagement: 'help', minutes: 5 },
    });
    expect(expectOk(begun, 200).body).toMatchObject({ engagement: 'help' });
    const person = { sub: 'the-subject', name: 'Their Name', attributes: { mail: 'their@mail.example' } };
    const refused = await stage.logIn((nonce) => sign(iss, nonce, { ...person, aud: 'wrong' }));
    expect(refused.body.reason).toBe('audience_wrong');
    expect(JSON.stringify(await everything(stage.system))).not.toMatch(/the-subject|Their Name|their@mail/);
    expect((await stage.logIn((nonce) => sign(iss, nonce, person))).status).toBe(200);
    const { body } = expectOk(await stage.manage('token-trial'), 200);
    const reports = body.reports as { accepted: boolean; at: number }[];
    expect(reports.map(({ accepted }) => accepted)).toEqual([true, false]);
    expect(JSON.stringify(body)).not.toMatch(/the-subject|Their Name|their@mail|pk|conversation/);
    expect(JSON.stringify(reports[1])).toContain('Set aud to \\"doorstep\\".');

    expectOk(await stage.manage('token-trial', { method: 'DELETE' }), 204);
    await stage.logIn((nonce) => sign(iss, nonce, person));
    expect((expectOk(await stage.manage('token-trial'), 200).body.reports as unknown[]).length).toBe(2);
  });

  it('is no setting: those that are read after it can be changed, and leave it as it is', async () => {
    await stage.manage('token-trial', { method: 'PUT', body: { engagement: 'help', minutes: 5 } });
    const read = expectOk(await stage.manage('authentication'), 200);
    const { warnings: _, ...settings } = read.body;
    const changed = await stage.manage('authentication', {
      method: 'PUT',
      headers: { 'if-match': String(read.headers.get('etag')) },
      body: { ...settings, authenticatedMinutes: 20 },
    });
    expect(expectOk(changed, 200).body).toMatchObject({ authenticatedMinutes: 20 });
    expect((await stage.manage('token-trial')).body).toMatchObject({ trial: { engagement: 'help' } });
    for (const body of [
      { engagement: 'help', minutes: 61 },
      { engagement: 'help', minutes: 0 },
    ])
      expect((await stage.manage('token-trial', { method: 'PUT', body })).status).toBe(400);
    const none = { engagement: 'none', minutes: 5 };
    expect((await stage.manage('token-trial', { method: 'PUT', body: none })).status).toBe(404);
  });
});
