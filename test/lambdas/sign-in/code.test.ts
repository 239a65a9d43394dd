import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lifetimes } from '../../../lambdas/core/sign-in/lifetimes.ts';
import { keys } from '../../../lambdas/store/table.ts';
import { countCalls } from '../../support/calls.ts';
import { type Office, openOffice } from '../../support/office.ts';

let office: Office;
let brands = 0;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.stop());

/** A fresh brand whose admin has enrolled, a time step later, so that the present code is unused. */
async function enrolled() {
  brands += 1;
  const person = await office.brandWithAdmin(`brand${brands}`);
  office.clock.now += 60_000;
  const half = async () => (await office.enterPassword(person.brand, person.admin)).cookie;
  const enter = (cookie: string | undefined, code: string, address?: string) =>
    office.call('enterCode', { cookie, body: { code }, ...(address === undefined ? {} : { address }) });
  const wrong = () => String((Number(office.codeAt(person.secret)) + 1) % 1_000_000).padStart(6, '0');
  const stored = () => office.db.get(keys.user(person.brand, person.id));
  return { ...person, half, enter, wrong, stored };
}

const statuses = (replies: readonly { status: number }[]) => replies.map(({ status }) => status);

describe('a code', () => {
  it('works once, when entered 20 times in parallel in one sign-in', async () => {
    const { half, enter, secret } = await enrolled();
    const cookie = await half();
    const replies = await Promise.all(Array.from({ length: 20 }, () => enter(cookie, office.codeAt(secret))));
    expect(statuses(replies).filter((status) => status === 200)).toHaveLength(1);
    expect(replies.filter(({ cookie: set }) => set !== undefined)).toHaveLength(1);
  });

  it('works once, when entered in 10 sign-ins in parallel', async () => {
    const { half, enter, secret } = await enrolled();
    const halves = await Promise.all(Array.from({ length: 10 }, half));
    const replies = await Promise.all(halves.map((cookie) => enter(cookie, office.codeAt(secret))));
    expect(statuses(replies).filter((status) => status === 200)).toHaveLength(1);
  });

  it('that is sent many times over locks nobody: it was right, and nobody was guessing', async () => {
    const { half, enter, secret, stored, wrong } = await enrolled();
    const [one, two] = [await half(), await half()];
    await enter(two, wrong());
    const code = office.codeAt(secret, -1);
    await Promise.all(Array.from({ length: 20 }, () => enter(one, code)));
    for (let n = 0; n < 8; n += 1) expect((await enter(two, code)).status).toBe(401);
    expect(await stored()).toMatchObject({ tries: 0, failures: 0 });
    expect((await enter(two, office.codeAt(secret))).status).toBe(200);
  });

  it('that was used takes no guess back', async () => {
    const { half, enter, secret, stored, wrong } = await enrolled();
    const [one, two] = [await half(), await half()];
    const code = office.codeAt(secret);
    await enter(one, code);
    for (let n = 0; n < 4; n += 1) {
      await enter(two, wrong());
      await enter(two, code);
    }
    expect(await stored()).toMatchObject({ tries: 4, failures: 4 });
  });

  it('works once, in one sign-in after another', async () => {
    const { half, enter, secret } = await enrolled();
    const [one, two] = [await half(), await half()];
    const code = office.codeAt(secret);
    expect((await enter(one, code)).status).toBe(200);
    const again = await enter(two, code);
    expect([again.status, again.body.code]).toEqual([401, 'code_refused']);
  });

  it('is that of this time step or the one before, and after this one not the one before', async () => {
    const { half, enter, secret } = await enrolled();
    const cookie = await half();
    for (const steps of [-2, 1, 2])
      expect((await enter(cookie, office.codeAt(secret, steps))).status).toBe(401);
    expect((await enter(cookie, office.codeAt(secret))).status).toBe(200);
    expect((await enter(await half(), office.codeAt(secret, -1))).status).toBe(401);
    const other = await enrolled();
    expect((await other.enter(await other.half(), office.codeAt(other.secret, -1))).status).toBe(200);
    expect((await other.enter(await other.half(), office.codeAt(other.secret))).status).toBe(200);
  });

  it('has six ASCII digits: anything else is not one, and is not counted', async () => {
    const { half, enter, stored } = await enrolled();
    const cookie = await half();
    for (const code of [
      '12 345',
      '123 456',
      ' 123456',
      '１２３４５６',
      '12345',
      '1234567',
      'abcdef',
      '',
      '123456\n',
    ]) {
      const reply = await enter(cookie, code);
      expect([code, reply.status, reply.body.code]).toEqual([code, 400, 'invalid_request']);
    }
    expect((await stored())?.failures).toBe(0);
  });

  it('is not helped by a time that the caller names', async () => {
    const { half, secret } = await enrolled();
    const cookie = await half();
    const code = office.codeAt(secret, -4);
    const then = office.clock.now - 120_000;
    const dated = await office.call('enterCode', {
      cookie,
      body: { code },
      headers: { date: new Date(then).toUTCString() },
    });
    expect(dated.status).toBe(401);
    const named = await office.call('enterCode', { cookie, body: { code, time: then } });
    expect([named.status, named.body.code]).toEqual([400, 'invalid_request']);
  });
});

describe('guessing', () => {
  it('evaluates 5 of 200 parallel guesses, from whatever sign-in and address', async () => {
    const { half, enter, secret, stored } = await enrolled();
    const halves = await Promise.all(Array.from({ length: 10 }, half));
    office.sealing.calls = 0;
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        enter(halves[n % 10], String(n).padStart(6, '0'), `203.0.113.${n}`),
      ),
    );
    expect(office.sealing.calls).toBe(5);
    expect(new Set(statuses(replies))).toEqual(new Set([401]));
    expect(await stored()).toMatchObject({ tries: 5, failures: 5 });
    expect((await enter(halves[0], office.codeAt(secret))).status).toBe(401);
  });

  it('is locked for five minutes after five refused codes, and the right code was not burnt', async () => {
    const { half, enter, secret, wrong } = await enrolled();
    const cookie = await half();
    const replies = [];
    for (let n = 0; n < 5; n += 1) replies.push(await enter(cookie, wrong()));
    const locked = await enter(cookie, office.codeAt(secret));
    expect(locked.status).toBe(401);
    // Nothing tells a lock from a wrong code.
    expect(locked.body).toEqual(replies[0]?.body);
    office.clock.now += lifetimes.codeLock - 1000;
    expect((await enter(cookie, office.codeAt(secret))).status).toBe(401);
    office.clock.now += 2000;
    expect((await enter(cookie, office.codeAt(secret))).status).toBe(200);
  });

  it('lets one guess through when the lock is over, and counts on from there', async () => {
    const { half, enter, wrong, stored } = await enrolled();
    const first = await half();
    for (let n = 0; n < 5; n += 1) await enter(first, wrong());
    office.clock.now += lifetimes.codeLock + 1000;
    const cookie = await half();
    office.sealing.calls = 0;
    await Promise.all(Array.from({ length: 30 }, () => enter(cookie, wrong())));
    expect(office.sealing.calls).toBeLessThanOrEqual(5);
    expect(Number((await stored())?.failures)).toBeLessThanOrEqual(10);
  });

  it('disables the factor at 100 refused codes in a row, until an admin resets it', async () => {
    const { brand, id, half, enter, secret, wrong } = await enrolled();
    await office.db.change(keys.user(brand, id), { guards: [], set: { failures: { value: 99 } } });
    expect((await enter(await half(), wrong())).status).toBe(401);
    office.clock.now += 24 * lifetimes.codeLock;
    expect((await enter(await half(), office.codeAt(secret))).status).toBe(401);
  });

  it('begins at nothing again after a code that is right', async () => {
    const { half, enter, secret, wrong, stored } = await enrolled();
    const cookie = await half();
    for (let n = 0; n < 4; n += 1) await enter(cookie, wrong());
    expect((await enter(cookie, office.codeAt(secret))).status).toBe(200);
    expect(await stored()).toMatchObject({ tries: 0, failures: 0 });
  });

  it('needs the password: a made-up sign-in counts nothing', async () => {
    const { brand, id, enter, wrong, stored, secret } = await enrolled();
    const forged = `__Host-doorstep=${brand}.code.${id}.${'A'.repeat(43)}`;
    for (let n = 0; n < 8; n += 1) {
      const reply = await enter(forged, n === 7 ? office.codeAt(secret) : wrong());
      expect([reply.status, reply.body.code]).toEqual([401, 'unauthorized']);
    }
    expect(await stored()).toMatchObject({ tries: 0, failures: 0 });
  });
});

describe('the price of a code', () => {
  it('is 4 write units in 3 round trips, no read, one call to KMS, with one session as with ten', async () => {
    const { brand, admin, half, enter, secret, stored } = await enrolled();
    const calls = countCalls(office.client);
    for (let session = 2; session <= 10; session += 1) {
      office.clock.now += 30_000;
      const cookie = await half();
      calls.reset();
      office.sealing.calls = 0;
      const reply = await enter(cookie, office.codeAt(secret));
      expect([brand, admin, reply.status]).toEqual([brand, admin, 200]);
      expect(calls.price()).toEqual({ writes: 4, writeUnits: 4, reads: 0, trips: 3 });
      expect(office.sealing.calls).toBe(1);
    }
    expect(Object.keys((await stored()) ?? {}).filter((name) => name.startsWith('s#'))).toHaveLength(10);
  });
});
