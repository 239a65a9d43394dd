import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callBackend, makeSecurityKey, type SecurityKey } from '../support/backend.ts';
import { everything, forgetLimits, itemsOf, putAll } from '../support/items.ts';
import { askForLogin, reconnect, redeem, startLogin } from '../support/login.ts';
import { type Agent, accept, agentAtWork, newToken, pageOf, type Visitor, visit } from '../support/people.ts';
import {
  consumerBase,
  createBrand,
  expectOk,
  http,
  type System,
  s256,
  startSystem,
  type TestBrand,
} from '../support/system.ts';

let system: System;
let brand: TestBrand;
let agent: Agent;
let key: SecurityKey;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
  key = await makeSecurityKey(system, agent);
}, 60_000);
afterAll(() => system.stop());

const personOf = (subject: string) => ({ issuer: brand.issuer, subject });
const revoke = (id: string, subject: string) =>
  callBackend(system, brand, key, 'revocations', { id, person: personOf(subject) });
const headOf = async (conversation: string) => (await itemsOf(system, brand, conversation)).head;

async function logIn(visitor: Visitor, subject: string): Promise<void> {
  const challenge = await askForLogin(agent, visitor.conversation);
  const login = await startLogin(brand, visitor, challenge);
  const next = newToken();
  const token = await brand.sign({ nonce: login.nonce, sub: subject, name: subject });
  expectOk(await redeem(brand, visitor, login, token, next), 200);
  visitor.token = next;
  await reconnect(brand, visitor);
}

async function loggedIn(subject: string): Promise<Visitor> {
  const visitor = await visit(system, brand);
  await accept(agent, visitor.conversation);
  await logIn(visitor, subject);
  return visitor;
}

describe('a revocation', () => {
  it('ends what is known of a person everywhere, sessions and sockets, and of nobody else', async () => {
    const [one, two, other] = [await loggedIn('ada'), await loggedIn('ada'), await loggedIn('bea')];
    await system.runtime.settled();
    const answer = expectOk(await revoke('first', 'ada'), 200).body;
    expect(answer).toMatchObject({ id: 'first', ended: 2, done: true });
    for (const { conversation } of [one, two]) {
      const { head, items } = await itemsOf(system, brand, conversation);
      expect(head).toMatchObject({ epoch: 2, assurance: { level: 'anonymous' }, identity: answer.identity });
      expect(items.at(-1)?.what).toEqual({ event: 'stepped_down', why: 'revoked' });
    }
    expect((await pageOf(brand, one)).status).toBe(401);
    await one.socket.untilClosed();
    expect((await pageOf(brand, other)).status).toBe(200);
    expect(await headOf(other.conversation)).toMatchObject({ assurance: { level: 'authenticated' } });
    // The agent keeps the conversation.
    const url = `${system.origin}/api/agent/conversations/${one.conversation}/messages`;
    expectOk(await http(url, { cookie: agent.cookie }), 200);
  });

  it('is the same when asked for again, and can be read', async () => {
    const again = await revoke('first', 'ada');
    const read = await callBackend(system, brand, key, 'revocations/first');
    expect([again.status, read.status]).toEqual([200, 200]);
    expect(read.body).toEqual(again.body);
    const other = await revoke('first', 'bea');
    expect([other.status, other.body.code]).toEqual([409, 'conflict']);
    expect((await callBackend(system, brand, key, 'revocations/none')).status).toBe(404);
  });

  it('leaves a later login alone, also when the same one is asked for again', async () => {
    const later = await loggedIn('ada');
    await system.runtime.settled();
    expect((await revoke('first', 'ada')).body).toMatchObject({ ended: 2, done: true });
    expect((await pageOf(brand, later)).status).toBe(200);
    expect((await revoke('second', 'ada')).body).toMatchObject({ ended: 1, done: true });
    expect((await pageOf(brand, later)).status).toBe(401);
  });

  it('does not let a login that it has not come to yet go on in a conversation with a later one', async () => {
    const [phone, laptop] = [await loggedIn('eve'), await loggedIn('eve')];
    await system.runtime.settled();
    // The brand is counted, the revocation begun, the mark made: nothing has ended yet.
    const disarm = system.runtime.faults.add({
      function: 'backend-api',
      operation: 'write',
      nth: 3,
      damage: 'kill',
    });
    expect((await revoke('e1', 'eve')).status).toBe(500);
    disarm();
    expect((await pageOf(brand, laptop)).status).toBe(200);
    await logIn(phone, 'eve');
    const url = `${laptop.base}/conversations/${laptop.conversation}/history/${phone.conversation}/session`;
    const next = newToken();
    const gone = await http(url, {
      origin: brand.page,
      bearer: laptop.token,
      body: { nextTokenHash: s256(next) },
    });
    expect(gone).toMatchObject({ status: 409, body: { code: 'not_authenticated' } });
    expect((await pageOf(brand, { ...phone, token: next })).status).toBe(401);
    expect((await revoke('e1', 'eve')).body).toMatchObject({ ended: 1, done: true });
    expect((await pageOf(brand, phone)).status).toBe(200);
  });

  it('names a person by namespace or identity too, and no unknown issuer', async () => {
    const carl = await loggedIn('carl');
    await system.runtime.settled();
    const { identity } = await headOf(carl.conversation);
    const by = (id: string, person: object) => callBackend(system, brand, key, 'revocations', { id, person });
    expect((await by('c1', { identity })).body).toMatchObject({ identity, ended: 1, done: true });
    const shared = await by('c2', { namespace: 'shared', subject: 'carl' });
    expect(shared.body).toMatchObject({ ended: 0, done: true });
    expect((await by('c3', { issuer: 'https://nobody.example', subject: 'carl' })).status).toBe(400);
    expect((await by('c4', { subject: 'carl' })).status).toBe(400);
  });

  it('goes on after a kill at any write, through pages of conversations', async () => {
    const model = await loggedIn('dora');
    await system.runtime.settled();
    for (const nth of [3, 4, 20]) {
      const { head } = await itemsOf(system, brand, model.conversation);
      const subject = `dora-${nth}`;
      const empty = expectOk(await revoke(`probe-${nth}`, subject), 200).body;
      const copies = Array.from({ length: 30 }, (_, at) => `copy-${nth}-${String(at).padStart(2, '0')}`);
      await putAll(
        system,
        copies.flatMap((id) => [
          {
            ...head,
            pk: `chat#acme#conversation#${id}`,
            id,
            identity: empty.identity,
            redeemed: { ...(head.redeemed as object), at: Date.now() },
            owes: undefined,
            owesSeq: undefined,
          },
          { pk: `chat#acme#identity#${empty.identity}`, sk: id, engagement: 'help', at: Date.now() },
        ]),
      );
      const fault = { function: 'backend-api', operation: 'write', nth, damage: 'kill' } as const;
      const disarm = system.runtime.faults.add(fault);
      expect((await revoke(`d-${nth}`, subject)).status).toBe(500);
      disarm();
      let said = (await revoke(`d-${nth}`, subject)).body;
      while (said.done !== true) said = expectOk(await revoke(`d-${nth}`, subject), 200).body;
      const left = (await everything(system)).filter(
        (item) => item.identity === empty.identity && item.sk === 'HEAD' && item.until !== undefined,
      );
      expect(left).toEqual([]);
    }
  }, 60_000);
});

describe('a login that is redeemed while the person is revoked', () => {
  /** A browser that has begun to log in on its own account, up to the redeem. */
  async function aboutToRedeem(subject: string) {
    const base = consumerBase(system, brand);
    const { body } = expectOk(await http(`${base}/sessions`, { origin: brand.page, body: {} }), 201);
    const { token: bearer, conversation } = body as { token: string; conversation: string };
    const verifier = newToken();
    const at = `${base}/conversations/${conversation}/challenges`;
    const asked = await http(at, {
      origin: brand.page,
      bearer,
      body: { method: 'token', verifierHash: s256(verifier) },
    });
    const { challenge, nonce } = expectOk(asked, 201).body;
    const next = newToken();
    const token = await brand.sign({ nonce, sub: subject });
    const body2 = { method: 'token', verifier, token, nextTokenHash: s256(next) };
    const url = `${at}/${challenge}/redeem`;
    return { conversation, redeem: () => http(url, { origin: brand.page, bearer, body: body2 }) };
  }

  it('is ended, or came later: 50 times', async () => {
    await forgetLimits(system);
    const races: { conversation: string; revokedAt: number }[] = [];
    const race = async (n: number) => {
      const { conversation, redeem: go } = await aboutToRedeem(`racer-${n}`);
      const later = (n % 10) * 4;
      const [redeemed, revoked] = await Promise.all([
        pause(n % 2 ? later : 0).then(go),
        pause(n % 2 ? 0 : later).then(() => revoke(`race-${n}`, `racer-${n}`)),
      ]);
      expect([redeemed.status, revoked.body.done]).toEqual([200, true]);
      races[n] = { conversation, revokedAt: Number(revoked.body.at) };
    };
    // Two at a time: every request that runs beside others needs an environment of its own.
    const lane = async (from: number) => {
      for (let n = from; n < 50; n += 2) await race(n);
    };
    await Promise.all([lane(0), lane(1)]);
    await system.runtime.settled();
    const heads = await Promise.all(races.map(({ conversation }) => headOf(conversation)));
    const known = heads.map(({ until }) => until !== undefined);
    const late = heads.map(({ redeemed }, n) => {
      const since = (redeemed as { at: number } | undefined)?.at ?? 0;
      return since > Number(races[n]?.revokedAt);
    });
    expect(known).toEqual(late);
    const ended = known.filter((one) => !one).length;
    expect([ended > 0, ended < 50]).toEqual([true, true]);
  }, 120_000);
});
