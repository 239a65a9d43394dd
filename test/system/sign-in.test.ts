import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { password } from '../support/people.ts';
import { priceOf, spentBy } from '../support/price.ts';
import { createBrand, expectOk, http, type System, startSystem, type TestBrand } from '../support/system.ts';

const period = 30_000;
let system: System;
let one: Person;
let two: Person;

interface Person {
  readonly brand: TestBrand;
  readonly secret: string;
}

const at = (path: string) => `${system.origin}/api/sign-in/${path}`;
const codeAt = (secret: string, steps = 0) =>
  generateSync({ secret, epoch: Math.floor((Date.now() + steps * period) / 1000) });
const post = (path: string, body: object, cookie?: string) =>
  http(at(path), { origin: system.origin, body, ...(cookie === undefined ? {} : { cookie }) });

/** Name and password: the cookie of what is not a session yet. */
async function half(brand: TestBrand): Promise<string> {
  const body = { brand: brand.id, loginName: brand.admin, password };
  const answer = expectOk(await post('password', body), 200);
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** A brand whose admin has enrolled by the code of half a minute ago, so that the present one is unused. */
async function enrolled(id: string): Promise<Person> {
  const brand = await createBrand(system, id);
  expectOk(await post('invitation', { brand: brand.id, invitation: brand.invitation, password }), 200);
  const cookie = await half(brand);
  const secret = String(expectOk(await post('factors/totp', {}, cookie), 201).body.secret);
  await earlyInPeriod();
  expectOk(await post('factors/totp/confirm', { code: codeAt(secret, -1) }, cookie), 200);
  return { brand, secret };
}

/** Waits until enough of this half minute is left for what follows. */
async function earlyInPeriod(): Promise<void> {
  const left = period - (Date.now() % period);
  if (left < 12_000) await new Promise((go) => setTimeout(go, left + 50));
}

beforeAll(async () => {
  system = await startSystem({ limits: { environments: 10 } });
  [one, two] = [await enrolled('acme'), await enrolled('bolt')];
}, 90_000);
afterAll(() => system.stop());

describe('a code, in the whole system', () => {
  it('is accepted once of 20 times in parallel, from two sign-ins', async () => {
    const halves = [await half(one.brand), await half(one.brand)];
    const code = codeAt(one.secret);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => post('code', { code }, halves[n % 2])),
    );
    const accepted = answers.filter(({ status }) => status === 200);
    expect(accepted).toHaveLength(1);
    const cookies = answers.flatMap(({ headers }) => headers.getSetCookie());
    expect(cookies).toHaveLength(1);
    const session = await http(at('session'), { cookie: String(cookies[0]).split(';')[0] ?? '' });
    expect(session.body).toMatchObject({ state: 'signed_in', role: 'admin' });
  });

  it('costs 4 write units in 3 trips and one call to KMS, and reads nothing', async () => {
    const cookie = await half(two.brand);
    const price = await priceOf(system, 'POST /api/sign-in/code', async () => {
      expectOk(await post('code', { code: codeAt(two.secret) }, cookie), 200);
    });
    expect(price).toEqual({ writes: 4, reads: 0, trips: 3, kmsCalls: 1, pushes: 0 });
  });

  it('is looked at 5 times of 200 in parallel', async () => {
    const cookie = await half(two.brand);
    const before = system.runtime.meter.last;
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => post('code', { code: String(n).padStart(6, '0') }, cookie)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(0);
    const looked = spentBy(system, 'sign-in', before).filter(({ kmsCalls }) => kmsCalls > 0);
    expect(looked).toHaveLength(5);
  }, 60_000);
});
