import { randomUUID } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { keys } from '../../../lambdas/store/table.ts';
import { type Office, openOffice, type RouteName } from '../../support/office.ts';

let office: Office;
let acme: Awaited<ReturnType<Office['brandWithAdmin']>>;
beforeAll(async () => {
  office = await openOffice();
  acme = await office.brandWithAdmin('acme');
});
afterAll(() => office.stop());

const asAcme = (name: RouteName, more: object = {}) => office.call(name, { cookie: acme.cookie, ...more });
const ifMatch = (tag: string | undefined) => ({ headers: { 'if-match': String(tag) } });
const bodyOf = (loginName: string, more: object = {}) => ({
  loginName,
  name: 'Bo Lind',
  role: 'agent',
  ...more,
});

async function invited(loginName: string, more: object = {}) {
  const made = await asAcme('inviteUser', { body: bodyOf(loginName, more) });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const { user, invitation } = made.body as { user: { id: string }; invitation: { link: string } };
  return { id: user.id, link: invitation.link, loginName };
}

const found = async (name: string, cursor?: string) => {
  const query = { name, ...(cursor === undefined ? {} : { cursor }) };
  const { body } = await asAcme('findUsers', { query });
  return body as { items: { id: string; name: string }[]; cursor?: string };
};
const change = async (user: string, more: object) => {
  const { body, headers } = await asAcme('readUser', { params: { user } });
  const { name, role, disabled } = body;
  return asAcme('changeUser', {
    params: { user },
    ...ifMatch(headers.etag),
    body: { name, role, disabled, ...more },
  });
};

describe('users', () => {
  it('are found by the beginning of their name or login name, whatever the spelling', async () => {
    const zoe = await invited('zoe.nova@acme.example', { name: 'Zoë Nova' });
    for (const spelling of ['Zoë', 'zoë n', 'ZOË', 'zoe.nova@', 'ＺＯＥ．'])
      expect([spelling, (await found(spelling)).items.map(({ id }) => id)]).toEqual([spelling, [zoe.id]]);
    expect((await found('oë')).items).toEqual([]);
    expect((await found('zoe#')).items).toEqual([]);
    await change(zoe.id, { name: 'Yvonne Nova' });
    expect((await found('zoë')).items).toEqual([]);
    expect((await found('yvonne')).items).toMatchObject([
      { id: zoe.id, name: 'Yvonne Nova', disabled: false },
    ]);
    expect((await found('zoe.')).items).toMatchObject([{ name: 'Yvonne Nova' }]);
    const bad = await asAcme('findUsers', { query: { name: 'yv', cursor: 'eHg' } });
    expect(bad.body.code).toBe('invalid_request');
  });

  it('are found page by page', async () => {
    for (let n = 0; n < 53; n += 1) await invited(`many${100 + n}@acme.example`, { name: `Many ${100 + n}` });
    const first = await found('many 1');
    expect(first.items).toHaveLength(50);
    const second = await found('many 1', first.cursor);
    expect(second.items.map(({ name }) => name)).toEqual(['Many 150', 'Many 151', 'Many 152']);
    expect(second.cursor).toBeUndefined();
  });

  it('are deleted for good: sessions and links end, and the login name is free again', async () => {
    const one = await invited('del@acme.example', { name: 'Del Eted' });
    await office.choosePassword(one.link);
    const { cookie: half } = await office.enterPassword('acme', one.loginName);
    const { cookie } = await office.enrol(half);
    const again = await asAcme('inviteUserAgain', { params: { user: one.id }, body: {} });
    const tag = (await asAcme('readUser', { params: { user: one.id } })).headers.etag;
    const remove = (more: object) => asAcme('deleteUser', { params: { user: one.id }, ...more });
    expect((await remove({})).body.code).toBe('precondition_required');
    expect((await remove(ifMatch('"99"'))).body.code).toBe('precondition_failed');
    expect((await remove(ifMatch(tag))).status).toBe(204);
    expect((await remove(ifMatch(tag))).status).toBe(404);
    expect((await office.call('readSession', { cookie })).status).toBe(401);
    expect((await office.choosePassword(String(again.body.link))).body.code).toBe('invitation_refused');
    expect((await office.enterPassword('acme', one.loginName)).body.code).toBe('sign_in_failed');
    expect((await found('del e')).items).toEqual([]);
    expect(await office.db.get(keys.colleague('acme', one.id))).toBeUndefined();
    const next = await invited('del@acme.example');
    expect(next.id).not.toBe(one.id);
  });

  it('are deleted by a call that goes on where the one before stopped', async () => {
    const one = await invited('half@acme.example', { name: 'Half Way' });
    await office.choosePassword(one.link);
    const { cookie: half } = await office.enterPassword('acme', one.loginName);
    await office.enrol(half);
    const { items } = await office.db.query({ pk: `auth#acme#session#x`, limit: 1 });
    expect(items).toEqual([]);
    const session = (await asAcme('listUserSessions', { params: { user: one.id } })).body.sessions as {
      id: string;
    }[];
    await office.db.change(keys.agentSession('acme', String(session[0]?.id)), {
      guards: [],
      set: { 'c#sock': { value: office.clock.now } },
    });
    const tag = (await asAcme('readUser', { params: { user: one.id } })).headers.etag;
    office.socketsFail = true;
    const stopped = await asAcme('deleteUser', { params: { user: one.id }, ...ifMatch(tag) });
    office.socketsFail = false;
    expect(stopped.status).toBe(503);
    const left = await asAcme('readUser', { params: { user: one.id } });
    expect(left.body).toMatchObject({ disabled: true });
    expect((await office.enterPassword('acme', one.loginName)).body.code).toBe('sign_in_failed');
    expect((await change(one.id, { disabled: false })).body.code).toBe('forbidden');
    expect((await asAcme('deleteUser', { params: { user: one.id }, ...ifMatch(tag) })).status).toBe(204);
    expect((await asAcme('readUser', { params: { user: one.id } })).status).toBe(404);
  });
});

describe('the last admin who is enabled', () => {
  it('stays, even when two admins take leave of each other at once', async () => {
    const two = await office.brandWithAdmin('duo');
    const call = (cookie: string | undefined, name: RouteName, more: object = {}) =>
      office.call(name, { cookie, ...more });
    const made = await call(two.cookie, 'inviteUser', { body: bodyOf('bea@duo.example', { role: 'admin' }) });
    const { user, invitation } = made.body as { user: { id: string }; invitation: { link: string } };
    await office.choosePassword(invitation.link);
    const { cookie: half } = await office.enterPassword('duo', 'bea@duo.example');
    const bea = await office.enrol(half);
    const body = { name: 'X', role: 'agent', disabled: false };
    const tagOf = async (id: string) =>
      (await call(two.cookie, 'readUser', { params: { user: id } })).headers.etag;
    const [tagOfTwo, tagOfBea] = [await tagOf(two.id), await tagOf(user.id)];
    const answers = await Promise.all([
      call(two.cookie, 'changeUser', { params: { user: user.id }, ...ifMatch(tagOfBea), body }),
      call(bea.cookie, 'changeUser', { params: { user: two.id }, ...ifMatch(tagOfTwo), body }),
    ]);
    const refusedAs = answers.map((one) => one.body.code).filter((code) => code !== undefined);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(['last_admin', 'unauthorized', 'forbidden']).toContain(refusedAs[0]);
    const left = answers[0]?.status === 200 ? two.cookie : bea.cookie;
    const { items } = (await call(left, 'listUsers')).body as { items: { role: string }[] };
    expect(items.filter(({ role }) => role === 'admin')).toHaveLength(1);
  });

  it('cannot be disabled or deleted by anybody, and one who is enabled again counts again', async () => {
    const only = await office.db.get(keys.admins('acme'));
    expect(only).toMatchObject({ count: 1 });
    const other = await invited('other-admin@acme.example', { role: 'admin' });
    expect(await office.db.get(keys.admins('acme'))).toMatchObject({ count: 2 });
    expect((await change(other.id, { disabled: true })).status).toBe(200);
    expect((await change(other.id, { disabled: true })).status).toBe(200);
    expect(await office.db.get(keys.admins('acme'))).toMatchObject({ count: 1 });
    expect((await change(other.id, { disabled: false })).status).toBe(200);
    expect(await office.db.get(keys.admins('acme'))).toMatchObject({ count: 2 });
    expect((await change(acme.id, { disabled: true })).body.code).toBe('forbidden');
    const own = await asAcme('readUser', { params: { user: acme.id } });
    expect(
      (await asAcme('deleteUser', { params: { user: acme.id }, ...ifMatch(own.headers.etag) })).body.code,
    ).toBe('forbidden');
  });
});

describe('an idempotency key', () => {
  const key = () => ({ headers: { 'idempotency-key': randomUUID() } });

  it('makes a repeat the same call: the same answer, its secret included, and one user', async () => {
    const with_ = key();
    const body = bodyOf('once@acme.example');
    const answers = [];
    for (const _ of [1, 2, 3]) answers.push(await asAcme('inviteUser', { body, ...with_ }));
    const [first] = answers;
    expect(first?.status).toBe(201);
    for (const one of answers)
      expect([one.status, one.body, one.headers.etag]).toEqual([201, first?.body, first?.headers.etag]);
    const { link } = (first?.body.invitation ?? {}) as { link?: string };
    expect((await office.choosePassword(String(link))).status).toBe(200);
    const { items } = await office.db.query({ pk: keys.user('acme', '').pk, limit: 1000 });
    expect(items.filter(({ loginName }) => loginName === 'once@acme.example')).toHaveLength(1);
  });

  it('keeps no secret that could be read without it', async () => {
    const bot = String((await asAcme('createBot', { body: { name: 'Idem' } })).body.id);
    const with_ = key();
    const made = await asAcme('createBotKey', {
      params: { user: bot },
      body: { name: 'k', scopes: ['read'] },
      ...with_,
    });
    const secret = String(made.body.key).split('.')[1];
    const { Items = [] } = await office.client.send(new ScanCommand({ TableName: office.name }));
    const all = JSON.stringify(Items);
    expect(all).not.toContain(secret);
    expect(all).not.toContain(with_.headers['idempotency-key']);
    expect(all).toContain(String(made.body.id));
  });

  it('is for one request: another under it is a conflict, in whichever part it differs', async () => {
    const with_ = key();
    const skill = { id: 'idem', name: 'Idem' };
    expect((await asAcme('createSkill', { body: skill, ...with_ })).status).toBe(201);
    for (const [name, body] of [
      ['createSkill', { ...skill, name: 'Other' }],
      ['createCannedAnswer', { name: 'Idem', text: 'Hello' }],
    ] as const) {
      const other = await asAcme(name, { body, ...with_ });
      expect([other.status, other.body.code]).toEqual([409, 'conflict']);
    }
    // Without the key a second skill of the name is what it is.
    expect((await asAcme('createSkill', { body: skill })).body.code).toBe('exists');
  });

  it('is its owner’s alone, and guessable ones are refused', async () => {
    const bolt = await office.brandWithAdmin('bolt');
    const with_ = key();
    const body = { id: 'shared', name: 'Shared' };
    expect((await asAcme('createSkill', { body, ...with_ })).status).toBe(201);
    expect(
      (await office.call('createSkill', { cookie: bolt.cookie, body: { ...body, name: 'Bolt' }, ...with_ }))
        .status,
    ).toBe(201);
    for (const bad of ['1', 'short-key', 'x'.repeat(129), 'with space and more characters'])
      expect((await asAcme('createSkill', { body, headers: { 'idempotency-key': bad } })).body.code).toBe(
        'invalid_request',
      );
    expect((await office.call('createSkill', { body, ...with_ })).status).toBe(401);
  });

  it('forgets what was refused, and does one of many at once', async () => {
    const with_ = key();
    const body = { id: 'idem', name: 'Idem' };
    expect((await asAcme('createSkill', { body, ...with_ })).body.code).toBe('exists');
    const read = await asAcme('readSkill', { params: { skill: 'idem' } });
    await asAcme('deleteSkill', { params: { skill: 'idem' }, ...ifMatch(read.headers.etag) });
    expect((await asAcme('createSkill', { body, ...with_ })).status).toBe(201);
    const many = key();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        asAcme('createCannedAnswer', { body: { name: 'One', text: 'Hi' }, ...many }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 201 && status !== 503)).toEqual([]);
    const { items } = (await asAcme('listCannedAnswers')).body as { items: { name: string }[] };
    expect(items.filter(({ name }) => name === 'One')).toHaveLength(1);
  });
});

describe('a change of settings', () => {
  it('stands in the log with the fields that changed, before and after, and no others', async () => {
    const made = await asAcme('createEngagement', {
      body: {
        id: 'few',
        name: 'Few',
        channel: 'messaging',
        platform: 'web',
        origins: ['https://acme.example'],
      },
    });
    expect([made.status, made.body.idleMinutes]).toEqual([201, 30]);
    const { id: _, ...rest } = made.body;
    const params = { engagement: 'few' };
    office.clock.now += 1000;
    const changed = await asAcme('changeEngagement', {
      params,
      ...ifMatch(made.headers.etag),
      body: { ...rest, idleMinutes: 45, awayMessage: 'We are asleep.' },
    });
    expect(changed.body).toMatchObject({ idleMinutes: 45, awayMessage: 'We are asleep.' });
    office.clock.now += 1000;
    const back = await asAcme('changeEngagement', { params, ...ifMatch(changed.headers.etag), body: rest });
    expect(back.body).not.toHaveProperty('awayMessage');
    office.clock.now += 1000;
    expect((await asAcme('deleteEngagement', { params, ...ifMatch('"1"') })).body.code).toBe(
      'precondition_failed',
    );
    expect((await asAcme('deleteEngagement', { params, ...ifMatch(back.headers.etag) })).status).toBe(204);
    const { items } = await office.db.query({ pk: `audit#acme#pending#account.${acme.id}`, limit: 500 });
    const about = items.filter(({ on }) => on === 'few');
    expect(about.map(({ event, before, after }) => ({ event, before, after }))).toMatchObject([
      { event: 'create_engagement', after: { name: 'Few' } },
      {
        event: 'change_engagement',
        before: { idleMinutes: 30 },
        after: { idleMinutes: 45, awayMessage: 'We are asleep.' },
      },
      { event: 'change_engagement', before: { awayMessage: 'We are asleep.' }, after: { idleMinutes: 30 } },
      { event: 'delete_engagement', before: { name: 'Few' } },
    ]);
    expect(Object.keys(about[1]?.before ?? {})).toEqual(['idleMinutes']);
  });

  it('of the brand turns the notification of step-ups on and off', async () => {
    const read = await asAcme('readBrand');
    expect(read.body).toMatchObject({ stepUpNotification: true });
    const { id: _, ...rest } = read.body;
    const off = await asAcme('changeBrand', {
      ...ifMatch(read.headers.etag),
      body: { ...rest, stepUpNotification: false },
    });
    expect(off.body).toMatchObject({ stepUpNotification: false });
  });
});

describe('canned answers', () => {
  it('are created, changed from the version that was read, listed and deleted', async () => {
    const made = await asAcme('createCannedAnswer', {
      body: { name: 'Greeting', text: 'Hello!', skills: ['shared'] },
    });
    expect([made.status, made.body]).toMatchObject([201, { name: 'Greeting', skills: ['shared'] }]);
    const params = { answer: String(made.body.id) };
    const body = { name: 'Greeting', text: 'Good day!' };
    expect((await asAcme('changeCannedAnswer', { params, body })).body.code).toBe('precondition_required');
    const changed = await asAcme('changeCannedAnswer', { params, ...ifMatch(made.headers.etag), body });
    expect(changed.body).toEqual({ id: made.body.id, ...body });
    expect((await asAcme('createCannedAnswer', { body: { ...body, skills: ['nope'] } })).body.code).toBe(
      'invalid_request',
    );
    expect((await asAcme('deleteCannedAnswer', { params, ...ifMatch('"1"') })).body.code).toBe(
      'precondition_failed',
    );
    expect((await asAcme('deleteCannedAnswer', { params, ...ifMatch(changed.headers.etag) })).status).toBe(
      204,
    );
    expect((await asAcme('readCannedAnswer', { params })).status).toBe(404);
  });
});
