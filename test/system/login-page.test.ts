import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fingerprint } from '../../lambdas/core/secrets.ts';
import {
  callBackend,
  changeAuthentication,
  handedOver,
  makeSecurityKey,
  type PageStart,
  redeemCode,
  type SecurityKey,
  startOnPage,
} from '../support/backend.ts';
import { everything, itemsOf, setAttribute } from '../support/items.ts';
import { askForLogin } from '../support/login.ts';
import { type Agent, accept, agentAtWork, newToken, pageOf, type Visitor, visit } from '../support/people.ts';
import { priceOf } from '../support/price.ts';
import {
  createBrand,
  expectOk,
  http,
  type System,
  s256,
  startSystem,
  type TestBrand,
} from '../support/system.ts';

const page = 'https://www.acme.example/login?from=chat';
const returnTo = 'https://www.acme.example/after-login.html';
const ada = { subject: 'customer-7', name: 'Ada Lovelace', attributes: { tier: 'gold' }, amr: ['pwd'] };

let system: System;
let brand: TestBrand;
let agent: Agent;
let key: SecurityKey;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
  key = await makeSecurityKey(system, agent);
  await changeAuthentication(system, agent, {
    methods: [{ method: 'token' }, { method: 'login_page' }],
    loginPage: page,
    returnAddresses: [returnTo, 'https://www.acme.example/other'],
  });
}, 60_000);
afterAll(() => system.stop());

const report = (link: string, person: object = ada, signedWith = key) =>
  callBackend(system, brand, signedWith, 'logins', { login: link, ...person });
const headOf = async ({ conversation }: Visitor) => (await itemsOf(system, brand, conversation)).head;

/** A visitor whose agent has asked for a login. */
async function asked(): Promise<{ visitor: Visitor; challenge: string }> {
  const visitor = await visit(system, brand);
  await accept(agent, visitor.conversation);
  return { visitor, challenge: await askForLogin(agent, visitor.conversation) };
}

async function started(): Promise<{ visitor: Visitor; start: PageStart }> {
  const { visitor, challenge } = await asked();
  return { visitor, start: await startOnPage(brand, visitor, challenge, returnTo) };
}

/** The item of a started login. */
async function loginOf({ state }: PageStart) {
  const found = (await everything(system)).find(({ pk }) => pk === `chat#acme#login#${s256(state)}`);
  if (!found) throw new Error('No login has been started.');
  return found;
}

describe("a login on the brand's own page", () => {
  it('steps the conversation up, for the price of any other', async () => {
    const { visitor, start } = await started();
    expect(Number((await headOf(visitor)).epoch)).toBe(0);
    const handed = handedOver(await report(start.link));
    expect(handed.state).toBe(start.state);
    const next = newToken();
    let redeemed: Awaited<ReturnType<typeof redeemCode>> | undefined;
    const route =
      'POST /api/consumer/{brand}/{engagement}/conversations/{conversation}/challenges/{challenge}/redeem';
    const price = await priceOf(system, route, async () => {
      redeemed = await redeemCode(brand, visitor, start, handed, next);
    });
    expect(redeemed?.body).toMatchObject({ name: 'Ada Lovelace', assurance: { level: 'authenticated' } });
    expect(price).toEqual({ writes: 6, reads: 3, trips: 4, pushes: 1, kmsCalls: 0 });
    const { items } = await itemsOf(system, brand, visitor.conversation);
    expect(items.at(-1)?.what).toMatchObject({
      event: 'stepped_up',
      method: 'login_page',
      issuer: page,
      person: { name: 'Ada Lovelace', attributes: { tier: 'gold' } },
    });
    expect((await pageOf(brand, visitor)).status).toBe(401);
    visitor.token = next;
    expect((await pageOf(brand, visitor)).status).toBe(200);
    // Who it was stands there for who has the code alone.
    const kept = JSON.stringify(await loginOf(start));
    for (const said of [ada.subject, ada.name, '"tier"', fingerprint('report', ada.subject)])
      expect(kept).not.toContain(said);
  });

  it('gives a link to the very page, with a token that the table does not hold', async () => {
    const { visitor, challenge } = await asked();
    const url = `${visitor.base}/conversations/${visitor.conversation}/challenges/${challenge}/start`;
    const answer = await http(url, {
      origin: brand.page,
      bearer: visitor.token,
      body: { method: 'login_page', verifierHash: s256(newToken()), returnTo },
    });
    const [, link = ''] = /^https:\/\/www\.acme\.example\/login\?from=chat&doorstep=([\w-]{43})$/.exec(
      String(expectOk(answer, 200).body.url),
    ) as string[];
    expect(Number(answer.body.expiresAt)).toBeLessThanOrEqual(Date.now() + 600_000);
    const handed = handedOver(await report(link));
    const all = JSON.stringify(await everything(system));
    for (const secret of [link, handed.code, handed.state]) expect(all).not.toContain(secret);
  });

  it('ends at registered addresses alone, letter by letter', async () => {
    const { visitor, challenge } = await asked();
    for (const address of [
      undefined,
      '//evil.example',
      'https://www.acme.example/after-login.html?x=1',
      'https://www.acme.example/after-login.html#',
      'https://www.acme.example@evil.example/after-login.html',
      'https:\\\\www.acme.example\\after-login.html',
      'https://www.acme.example/other/../after-login.html',
      'HTTPS://www.acme.example/after-login.html',
      'javascript:alert(1)',
    ]) {
      const answer = await http(
        `${visitor.base}/conversations/${visitor.conversation}/challenges/${challenge}/start`,
        {
          origin: brand.page,
          bearer: visitor.token,
          body: { method: 'login_page', verifierHash: s256(newToken()), returnTo: address },
        },
      );
      expect([address, answer.status]).toEqual([address, 400]);
    }
  });

  it('is reported once: the same person again is answered the same, somebody else is refused', async () => {
    const { visitor, start } = await started();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => report(start.link, { ...ada, authTime: Date.now() - n })),
    );
    const said = new Set(answers.map((one) => String(expectOk(one, 200).body.returnTo)));
    expect(said.size).toBe(1);
    const other = await report(start.link, { subject: 'customer-8' });
    expect([other.status, other.body.code]).toEqual([409, 'conflict']);
    const [first] = answers;
    if (!first) throw new Error('No answer');
    expectOk(await redeemCode(brand, visitor, start, handedOver(first), newToken()), 200);
    expect((await report(start.link)).body).toEqual(first.body);
    expect((await report(start.link, { subject: 'customer-8' })).status).toBe(409);
  });

  it('is answered the same when the repeat is signed with the other key', async () => {
    const { start } = await started();
    const second = await makeSecurityKey(system, agent);
    const one = await report(start.link);
    expect((await report(start.link, ada, second)).body).toEqual(one.body);
    const { origin } = system;
    const revoked = await http(`${origin}/api/manage/security-keys/${key.id}`, {
      method: 'DELETE',
      origin,
      cookie: agent.cookie,
    });
    expectOk(revoked, 204);
    // The code came from a key that is no more.
    expect((await report(start.link, ada, second)).body.code).toBe('login_link_refused');
    key = second;
  });

  it('redeems once: a repeat is answered the same, raced 10 times', async () => {
    const { visitor, start } = await started();
    const handed = handedOver(await report(start.link));
    const next = newToken();
    const same = await Promise.all(
      Array.from({ length: 5 }, () => redeemCode(brand, visitor, start, handed, next)),
    );
    const others = await Promise.all(
      Array.from({ length: 5 }, () => redeemCode(brand, visitor, start, handed, newToken())),
    );
    for (const answer of same) expect(answer.body).toEqual(expectOk(same[0] ?? answer, 200).body);
    expect(others.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401].map(() => 409));
  });

  it('loses nothing to a kill after any write of its two halves', async () => {
    const { faults } = system.runtime;
    const killed = async (fn: string, nth: number, run: () => Promise<{ status: number }>) => {
      const disarm = faults.add({ function: fn, operation: 'write', nth, damage: 'kill' });
      const { status } = await run();
      disarm();
      return status;
    };
    for (const nth of [1, 2, 3, 4]) {
      const { visitor, start } = await started();
      if (nth <= 2) expect(await killed('backend-api', nth, () => report(start.link))).toBe(500);
      const handed = handedOver(await report(start.link));
      const next = newToken();
      const redeem = () => redeemCode(brand, visitor, start, handed, next);
      expect(await killed('step-up', nth, redeem)).toBe(500);
      const answer = expectOk(await redeem(), 200);
      expect(answer.body).toMatchObject({ name: 'Ada Lovelace' });
      visitor.token = next;
      expect((await pageOf(brand, visitor)).status).toBe(200);
      expect((await headOf(visitor)).epoch).toBe(1);
    }
  });

  it('knows no link that is over its time, was never given, or is another brand’s', async () => {
    const { start } = await started();
    const item = await loginOf(start);
    const never = await report(newToken());
    expect([never.status, never.body.code]).toEqual([410, 'login_link_refused']);
    await setAttribute(system, item, 'until', Date.now() - 1);
    expect((await report(start.link)).body).toEqual(never.body);
    const bolt = await createBrand(system, 'bolt');
    const boltAgent = await agentAtWork(system, bolt);
    const boltKey = await makeSecurityKey(system, boltAgent);
    const { start: fresh } = await started();
    const foreign = await callBackend(system, bolt, boltKey, 'logins', { login: fresh.link, ...ada });
    expect(foreign.body).toEqual(never.body);
    expect((await loginOf(fresh)).login).toBeUndefined();
  });

  it('is over 60 seconds after the login', async () => {
    const { visitor, start } = await started();
    const handed = handedOver(await report(start.link));
    const item = await loginOf(start);
    expect(Number(item.codeUntil)).toBeLessThanOrEqual(Date.now() + 60_000);
    await setAttribute(system, item, 'codeUntil', Date.now() - 1);
    const late = await redeemCode(brand, visitor, start, handed, newToken());
    expect([late.status, late.body.code]).toEqual([422, 'login_refused']);
    expect((await headOf(visitor)).epoch).toBe(0);
  });

  it('takes what the backend says in its form, and its times as they can be', async () => {
    const { start } = await started();
    for (const [field, value] of [
      ['subject', ''],
      ['subject', 'x'.repeat(256)],
      ['attributes', { a: 1 }],
      ['attributes', Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`a${n}`, 'x']))],
      ['authTime', Date.now() + 60_000],
      ['sessionEnd', Date.now() - 1],
      ['acr', 'two words'],
      ['role', 'admin'],
    ] as const)
      expect([field, (await report(start.link, { ...ada, [field]: value })).status]).toEqual([field, 400]);
    const hostile = '{"login":"x","subject":"a","__proto__":{"name":"x"}}';
    expect((await callBackend(system, brand, key, 'logins', JSON.parse(hostile))).status).toBe(400);
  });
});

describe('a link that is handed to somebody else', () => {
  it('gives the one who began nothing when the other logs in', async () => {
    const { visitor: attacker, start } = await started();
    // V opens A's link and logs in: V's browser is sent to the return page, and holds no verifier.
    const handed = handedOver(await report(start.link, { subject: 'victim', name: 'V' }));
    const victim = await visit(system, brand);
    await accept(agent, victim.conversation);
    const challenge = await askForLogin(agent, victim.conversation);
    const own = await startOnPage(brand, victim, challenge, returnTo);
    const tried = await redeemCode(brand, victim, own, handed, newToken());
    expect([tried.status, tried.body.code]).toEqual([422, 'login_refused']);
    // A knows the link and the state, and sees nothing but "started".
    const seen = await headOf(attacker);
    expect(seen).toMatchObject({ epoch: 0, challenge: { state: 'started' } });
    expect(seen.identity).toBeUndefined();
    for (const code of [start.link, start.state, s256(start.link), newToken()]) {
      const guess = await redeemCode(brand, attacker, start, { code, state: start.state }, newToken());
      expect(guess.status).toBeGreaterThanOrEqual(400);
      expect(JSON.stringify(guess.body)).not.toMatch(/victim|"V"/);
    }
    expect((await headOf(attacker)).epoch).toBe(0);
    expect((await headOf(victim)).epoch).toBe(0);
  });

  it('does not let the one who logs in pass for the one who began, nor in another conversation', async () => {
    const { visitor: victim, start: victims } = await started();
    const { start: attackers } = await started();
    // A logs in on A's own link and sends V the address that A was sent back to.
    const handed = handedOver(await report(attackers.link, { subject: 'attacker' }));
    for (const state of [attackers.state, victims.state]) {
      const tried = await redeemCode(brand, victim, victims, { code: handed.code, state }, newToken());
      expect(tried.status).toBeGreaterThanOrEqual(400);
    }
    expect((await headOf(victim)).identity).toBeUndefined();
  });

  it('changes nothing by being looked at, and dies with a later start', async () => {
    const { visitor, start } = await started();
    const before = await loginOf(start);
    for (const path of ['logins', `logins?doorstep=${start.link}`]) {
      const answer = await http(`${system.origin}/api/backend/acme/${path}`);
      expect(answer.status).toBe(404);
    }
    expect(await loginOf(start)).toEqual(before);
    const again = await startOnPage(brand, visitor, start.challenge, returnTo);
    const handed = handedOver(await report(start.link));
    const late = await redeemCode(brand, visitor, start, handed, newToken());
    expect(late.body.code).toBe('challenge_not_open');
    const good = handedOver(await report(again.link));
    expectOk(await redeemCode(brand, visitor, again, good, newToken()), 200);
  });
});
