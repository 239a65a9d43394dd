import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { changeAuthentication } from '../support/backend.ts';
import { everything, forgetLimits, itemsOf, setAttribute } from '../support/items.ts';
import { roomInWindow } from '../support/limit-window.ts';
import { askForLogin, redeem, startLogin } from '../support/login.ts';
import { type Agent, accept, agentAtWork, newToken, type Visitor, visit } from '../support/people.ts';
import { priceOf } from '../support/price.ts';
import { recordsOf } from '../support/records.ts';
import { createBrand, expectOk, http, type System, startSystem, type TestBrand } from '../support/system.ts';

const fields = [
  { name: 'born', as: 'date' },
  { name: 'postcode', as: 'letters_and_digits' },
  { name: 'phone', as: 'digits' },
];
const ada = { born: '1815-12-10', postcode: 'SW1A 2AA', phone: '020 123' };
const bea = { born: '1858-01-22', postcode: 'L1 8JQ', phone: '0151 456' };

let system: System;
let brand: TestBrand;
let admin: Agent;
let records: ReturnType<typeof recordsOf>;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  admin = await agentAtWork(system, brand);
  records = recordsOf(system, admin);
  await records.setFields(fields);
  await changeAuthentication(system, admin, { methods: [{ method: 'token' }, { method: 'private_data' }] });
  await allowPrivateData();
}, 60_000);
afterAll(() => system.stop());

/** Lets the brand's issuer send private data in the place of a subject. */
async function allowPrivateData(): Promise<void> {
  const { origin } = system;
  const { cookie } = admin;
  const listed = expectOk(await http(`${origin}/api/manage/issuers`, { cookie }), 200);
  const [{ id }] = listed.body.items as [{ id: string }];
  const url = `${origin}/api/manage/issuers/${id}`;
  const read = expectOk(await http(url, { cookie }), 200);
  const { id: _, encryptionKeys: __, ...settings } = read.body;
  const headers = { 'if-match': read.headers.get('etag') ?? '' };
  const body = { ...settings, privateData: true };
  expectOk(await http(url, { method: 'PUT', origin, cookie, headers, body }), 200);
}

let uploads = 0;
const load = (rows: readonly unknown[]) => {
  uploads += 1;
  return records.load({ upload: `u${uploads}`, part: 1, records: rows });
};

/** A visitor for whom the site passes private data after the agent has asked for a login. */
async function tryData(data: object, claims: object = {}) {
  const visitor = await visit(system, brand);
  await accept(admin, visitor.conversation);
  const login = await startLogin(brand, visitor, await askForLogin(admin, visitor.conversation));
  const token = await brand.sign({ nonce: login.nonce, sub: undefined, private_data: data, ...claims });
  const again = () => redeem(brand, visitor, login, token, newToken());
  return { visitor, login, token, again, answer: await again() };
}
const lastEntry = async ({ conversation }: Visitor) =>
  (await itemsOf(system, brand, conversation)).items.at(-1)?.what;

describe('customer records', () => {
  it('are loaded as JSON, with a report of every row that was refused', async () => {
    const answer = await load([
      { subject: 'c-ada', name: 'Ada Lovelace', attributes: { tier: 'gold' }, data: ada },
      { subject: 'c-bea', data: bea },
      { subject: 'c-bad', data: { ...ada, born: 'yesterday' } },
      { subject: 'c-less', data: { born: '1900-01-01' } },
      { subject: 'c-bea', data: { ...bea, phone: '1' } },
      'not a row',
    ]);
    expect(expectOk(answer, 200).body).toEqual({
      loaded: 2,
      refused: [
        { row: 3, why: 'field_wrong', field: 'born' },
        { row: 4, why: 'field_missing', field: 'postcode' },
        { row: 5, why: 'subject_twice' },
        { row: 6, why: 'malformed' },
      ],
    });
    expect(await records.count()).toBe(2);
  });

  it('are loaded as CSV', async () => {
    const csv = [
      '\ufeffsubject,name,born,postcode,phone,attributes.tier',
      'c-eve,"Eve ""E"" Ash",1990-02-03,"AB1 2CD",0301,silver',
      'c-odd,Odd,1990-02-30,AB1 2CD,0302,',
      'c-long,Long,1990-02-03,AB1 2CD,0303,,,',
      '',
      'c-fay,,1991-02-03,AB1 2CD,0304,',
    ].join('\r\n');
    const answer = await records.load({ upload: 'csv', part: 1, csv });
    expect(expectOk(answer, 200).body).toEqual({
      loaded: 2,
      refused: [
        { row: 2, why: 'field_wrong', field: 'born' },
        { row: 3, why: 'malformed' },
      ],
    });
    const eve = await tryData({ born: '1990-02-03', postcode: 'ab12cd', phone: '03-01' });
    expect(expectOk(eve.answer, 200).body.name).toBe('Eve "E" Ash');
    for (const bad of [
      'subject,born,postcode\na,b,c',
      'subject,born,postcode,phone,age\n1,2,3,4,5',
      '"',
      '\n',
    ])
      expect((await records.load({ upload: 'csv', part: 2, csv: bad })).status).toBe(400);
  });

  it('are stored without anything of the private data', async () => {
    const all = JSON.stringify(await everything(system));
    for (const secret of ['1815-12-10', 'SW1A', 'sw1a', '020123', '020 123'])
      expect(all).not.toContain(secret);
  });

  it('are loaded once for each part, and answered the same', async () => {
    const part = { upload: 'parts', part: 1, records: [{ subject: 'c-gil', data: { ...ada, phone: '77' } }] };
    const before = await records.count();
    const answers = await Promise.all([records.load(part), records.load(part), records.load(part)]);
    for (const { body } of answers) expect(body).toEqual({ loaded: 1, refused: [] });
    expect(await records.count()).toBe(before + 1);
    expectOk(await records.remove({ subject: 'c-gil' }), 200);
    expect((await records.load(part)).body).toEqual({ loaded: 1, refused: [] });
    expect(await records.count()).toBe(before);
    const other = { ...part, records: [{ subject: 'c-hal', data: bea }] };
    expect((await records.load(other)).body.code).toBe('conflict');
  });

  it('of one subject take the place of each other', async () => {
    const [old, young] = [
      { ...ada, phone: '1001' },
      { ...ada, phone: '1002' },
    ];
    const before = await records.count();
    await load([{ subject: 'c-ida', data: old }]);
    await load([{ subject: 'c-ida', data: young }]);
    expect(await records.count()).toBe(before + 1);
    expect((await tryData(old)).answer.body.code).toBe('no_match');
    expectOk((await tryData(young)).answer, 200);
    const many = Array.from({ length: 8 }, (_, n) =>
      load([{ subject: 'c-ida', data: { ...ada, phone: `2${n}` } }]),
    );
    await Promise.all(many);
    const kept = (await everything(system)).filter(
      ({ sk, subject }) => sk === 'RECORD' && subject === 'c-ida',
    );
    expect(kept).toHaveLength(1);
  });

  it('that two subjects share match nobody, in one part or in two, until one is gone', async () => {
    const same = { ...ada, phone: '3001' };
    const two = await load([
      { subject: 'c-jo', data: same },
      { subject: 'c-jim', data: { ...same, postcode: 'sw1a2aa' } },
    ]);
    expect(two.body).toEqual({
      loaded: 0,
      refused: [
        { row: 1, why: 'ambiguous' },
        { row: 2, why: 'ambiguous' },
      ],
    });
    expect((await tryData(same)).answer.body.code).toBe('no_match');
    const apart = { ...ada, phone: '3002' };
    expect((await load([{ subject: 'c-kim', data: apart }])).body.loaded).toBe(1);
    const late = await load([{ subject: 'c-kay', data: apart }]);
    expect(late.body).toEqual({ loaded: 0, refused: [{ row: 1, why: 'ambiguous' }] });
    expect((await load([{ subject: 'c-kim', data: apart }])).body.loaded).toBe(0);
    expect((await tryData(apart)).answer.body.code).toBe('no_match');
    await records.remove({ subject: 'c-kim' });
    expect((await load([{ subject: 'c-kay', data: apart }])).body.loaded).toBe(1);
    expectOk((await tryData(apart)).answer, 200);
  });

  it('lose nothing to a kill after any write of a load: the part again ends it', async () => {
    await load([{ subject: 'c-lea', data: { ...ada, phone: '4000' } }]);
    for (const nth of [1, 2, 3, 4, 5]) {
      const before = { ...ada, phone: `40${nth}0` };
      const after = { ...ada, phone: `40${nth}1` };
      await load([{ subject: 'c-lea', data: before }]);
      const disarm = system.runtime.faults.add({
        function: 'management',
        operation: 'write',
        nth,
        damage: 'kill',
      });
      const part = { upload: `kill-${nth}`, part: 1, records: [{ subject: 'c-lea', data: after }] };
      await records.load(part);
      disarm();
      expect((await records.load(part)).body).toEqual({ loaded: 1, refused: [] });
      const all = await everything(system);
      expect(all.filter(({ sk, subject }) => sk === 'RECORD' && subject === 'c-lea')).toHaveLength(1);
      expect(all.filter(({ pk, old }) => pk === 'chat#acme#records' && old !== undefined)).toEqual([]);
    }
  });

  it('are an admin’s to manage, of the own brand', async () => {
    const bolt = await createBrand(system, 'bolt');
    const boltAdmin = await agentAtWork(system, bolt);
    const others = recordsOf(system, boltAdmin);
    expect(await others.count()).toBe(0);
    expect((await others.load({ upload: 'u1', part: 1, records: [{}] })).body.code).toBe('conflict');
    await others.setFields(fields);
    expect(expectOk(await others.remove({ subject: 'c-ada' }), 200).body).toEqual({ deleted: 0, done: true });
    expectOk((await tryData(ada)).answer, 200);
    const nobody = recordsOf(system, { cookie: '' });
    for (const answer of [
      await nobody.load({}),
      await nobody.call('/count'),
      await nobody.remove({ all: true }),
    ])
      expect([400, 401]).toContain(answer.status);
  });
});

describe('private data that the site passes', () => {
  it('authenticate at the weakest level, and repeat like any other login', async () => {
    await forgetLimits(system);
    const visitor = await visit(system, brand);
    await accept(admin, visitor.conversation);
    const login = await startLogin(brand, visitor, await askForLogin(admin, visitor.conversation));
    const token = await brand.sign({
      nonce: login.nonce,
      sub: undefined,
      acr: 'gold',
      private_data: { ...ada, postcode: 'sw1a-2aa', phone: '020-123' },
    });
    const next = newToken();
    const route =
      'POST /api/consumer/{brand}/{engagement}/conversations/{conversation}/challenges/{challenge}/redeem';
    let answer: Awaited<ReturnType<typeof redeem>> | undefined;
    // Over a token: the attempt is counted, and settings, namespace and record are read.
    const price = await priceOf(system, route, async () => {
      answer = await redeem(brand, visitor, login, token, next);
    });
    expect(price).toMatchObject({ writes: 7, reads: 6, trips: 6 });
    const { assurance } = answer?.body ?? {};
    expect(assurance).toEqual({ level: 'authenticated', until: expect.any(Number) });
    expect(await lastEntry(visitor)).toMatchObject({
      event: 'stepped_up',
      method: 'private_data',
      issuer: brand.issuer,
      person: { name: 'Ada Lovelace', attributes: { tier: 'gold' } },
    });
    expect((await redeem(brand, visitor, login, token, next)).body).toEqual(answer?.body);
    const { head } = await itemsOf(system, brand, visitor.conversation);
    const bySubject = await tryData({}, { sub: 'c-ada', private_data: undefined });
    const other = await itemsOf(system, brand, bySubject.visitor.conversation);
    // Another namespace: the subjects of tokens are not those of records unless the admin says so.
    expect(other.head.identity).not.toBe(head.identity);
  });

  it('say nothing of what was wrong when they match nobody', async () => {
    const wrong = [
      { ...ada, phone: '020 124' },
      { ...ada, born: 'never' },
      { born: ada.born, postcode: ada.postcode },
      { ...bea, phone: ada.phone },
    ];
    const answers = [];
    for (const data of wrong) answers.push((await tryData(data)).answer);
    const said = new Set(answers.map(({ status, body }) => JSON.stringify([status, body])));
    expect([...said]).toEqual([expect.stringContaining('"no_match"')]);
    expect(answers[0]?.status).toBe(422);
  });

  it('may be tried three times in one request, and so often from one network', async () => {
    await roomInWindow();
    await forgetLimits(system);
    const visitor = await visit(system, brand);
    await accept(admin, visitor.conversation);
    const challenge = await askForLogin(admin, visitor.conversation);
    for (const attempt of [1, 2, 3]) {
      const login = await startLogin(brand, visitor, challenge);
      const token = await brand.sign({
        nonce: login.nonce,
        sub: undefined,
        private_data: { ...ada, phone: `${attempt}` },
      });
      expect((await redeem(brand, visitor, login, token, newToken())).body.code).toBe('no_match');
    }
    const url = `${visitor.base}/conversations/${visitor.conversation}/challenges/${challenge}/start`;
    const body = { method: 'private_data', verifierHash: newToken() };
    const again = await http(url, { origin: brand.page, bearer: visitor.token, body });
    expect(again.body.code).toBe('challenge_not_open');
    const counts = (await everything(system)).filter(({ pk }) => pk.includes('#limit#private-data.'));
    for (const count of counts) await setAttribute(system, count, 'count', 60);
    const limited = (await tryData(ada)).answer;
    expect([limited.status, limited.headers.has('retry-after')]).toEqual([429, true]);
    await forgetLimits(system);
  });

  it('are not looked up where the brand does not accept them, and never beside a subject', async () => {
    const both = await tryData(ada, { sub: 'c-1' });
    expect(await lastEntry(both.visitor)).toMatchObject({ method: 'token' });
    await changeAuthentication(system, admin, { methods: [{ method: 'token' }] });
    const { answer } = await tryData(ada);
    const miss = await tryData({ ...ada, phone: '9' });
    expect([answer.body.code, miss.answer.body]).toEqual(['method_not_accepted', answer.body]);
  });
});

it('deletes all records, as often as it takes', async () => {
  expect(await records.count()).toBeGreaterThan(2);
  let last: Record<string, unknown>;
  do last = expectOk(await records.remove({ all: true }), 200).body;
  while (last.done !== true);
  expect(await records.count()).toBe(0);
  expect((await everything(system)).filter(({ sk, pk }) => sk === 'RECORD' && pk.includes('#acme#'))).toEqual(
    [],
  );
});
