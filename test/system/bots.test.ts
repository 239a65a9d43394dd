import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keys } from '../../lambdas/store/table.ts';
import { tableOf } from '../support/document-table.ts';
import { http } from '../support/http.ts';
import { type Agent, agentAtWork, newClientId, pageOf, visit } from '../support/people.ts';
import { priceOf } from '../support/price.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { type Manager, makeBot, manager, openBotSocket } from '../support/staff.ts';
import { createBrand, expectOk, type System, startSystem, type TestBrand } from '../support/system.ts';

let system: System;
let brand: TestBrand;
let admin: Agent;
let manage: Manager;
let inbox: string;
const logged: string[] = [];
beforeAll(async () => {
  system = await startSystem({ log: (line) => logged.push(line) });
  inbox = `${system.origin}/api/agent/inbox`;
  brand = await createBrand(system, 'acme');
  admin = await agentAtWork(system, brand);
  manage = manager(system, admin.cookie);
}, 60_000);
afterAll(() => system.stop());

const all = ['read', 'write', 'ask', 'request'];

describe('a bot', () => {
  it('takes part as an agent does, and is called what it is', async () => {
    const bot = await makeBot(system, manage, 'Hal', all);
    const socket = await bot.connect();
    const visitor = await visit(system, brand);
    const { conversation } = visitor;
    const clientId = newClientId();
    await socket.call({ action: 'agent.hello' });
    for (const frame of [
      { action: 'agent.accept', conversation },
      { action: 'agent.join', conversation, clientId },
      { action: 'agent.send', conversation, clientId, n: 1, text: 'I am a bot' },
      { action: 'agent.ask', conversation, reason: 'To tell you about your order' },
    ])
      expect(await socket.call(frame)).toMatchObject({ type: 'answer' });
    const { items } = expectOk(await pageOf(brand, visitor), 200).body as {
      items: Record<string, unknown>[];
    };
    expect(items).toMatchObject([
      { what: { event: 'started' } },
      { what: { event: 'accepted' }, by: { role: 'bot', name: 'Hal' } },
      { kind: 'message', from: { role: 'bot', name: 'Hal' } },
      { what: { event: 'challenge_requested' }, by: { role: 'bot' } },
    ]);
    const at = `${system.origin}/api/agent/conversations/${conversation}`;
    expect((await http(at, { bearer: bot.key })).body).toMatchObject({ agent: { id: bot.id, role: 'bot' } });
    const price = await priceOf(system, 'agent.send', async () => {
      const sent = { action: 'agent.send', conversation, clientId, n: 2, text: 'Again' };
      expect(await socket.call(sent)).toMatchObject({ type: 'answer' });
    });
    expect(price).toMatchObject({ writes: 2, reads: 1, trips: 3 });
  });

  it('does not sign in, and is managed by admins alone', async () => {
    const bot = await makeBot(system, manage, 'Eve', ['read']);
    expect((await manage.create(`users/${bot.id}/invitation`, {})).body).toMatchObject({ code: 'forbidden' });
    for (const path of ['users', 'brand', `users/${bot.id}/keys`])
      expect((await http(`${system.origin}/api/manage/${path}`, { bearer: bot.key })).status).toBe(401);
    const { headers, body } = await manage.read(`users/${bot.id}`);
    expect(body).toMatchObject({ role: 'bot', name: 'Eve', factor: false, invited: false });
    expect(body).not.toHaveProperty('loginName');
    const person = { name: 'Eve', role: 'agent', disabled: false };
    const changed = await manage.change(`users/${bot.id}`, headers.get('etag'), person);
    expect(changed.body).toMatchObject({ code: 'invalid_request', errors: [{ path: 'role' }] });
    expect((await manage.read('users/nobody/keys')).status).toBe(404);
  });
});

describe('the key of a bot', () => {
  it('is good for its scopes, and for nothing else', async () => {
    const bot = await makeBot(system, manage, 'Reader', ['read']);
    const socket = await bot.connect();
    const { conversation } = await visit(system, brand);
    const clientId = newClientId();
    expect((await http(inbox, { bearer: bot.key })).status).toBe(200);
    expect(await socket.call({ action: 'agent.join', conversation, clientId })).toMatchObject({
      type: 'answer',
    });
    for (const frame of [
      { action: 'agent.accept', conversation },
      { action: 'agent.send', conversation, clientId, n: 1, text: 'hello' },
      { action: 'agent.close', conversation },
      { action: 'agent.ask', conversation },
      { action: 'agent.away', on: true },
    ])
      expect(await socket.call(frame)).toMatchObject({ error: { code: 'forbidden' } });
    const asker = await makeBot(system, manage, 'Asker', ['ask']);
    expect((await http(inbox, { bearer: asker.key })).body).toMatchObject({ code: 'forbidden' });
  });

  it('is refused with an origin, as a cookie, of another brand, or when it is not quite it', async () => {
    const bot = await makeBot(system, manage, 'Strict', all);
    const other = await createBrand(system, 'other');
    const secret = bot.key.split('.')[1] ?? '';
    for (const origin of [system.origin, brand.page, 'null'])
      expect((await http(inbox, { bearer: bot.key, origin })).body).toMatchObject({ code: 'origin_refused' });
    expect((await http(inbox, { cookie: `__Host-doorstep=${bot.key}` })).status).toBe(401);
    for (const bearer of [
      secret,
      `${other.id}.${secret}`,
      `${bot.key}x`,
      `acme.${'A'.repeat(43)}`,
      'acme#.x',
    ])
      expect([bearer, (await http(inbox, { bearer })).status]).toEqual([bearer, 401]);
    // Beside the key a cookie counts for nothing.
    expect((await http(inbox, { bearer: 'x', cookie: admin.cookie })).status).toBe(401);
    const ticket = await http(`${system.origin}/api/agent/tickets`, { bearer: bot.key, body: {} });
    const { url, ticket: pass } = ticket.body as { url: string; ticket: string };
    await expect(RawSocket.open(url, pass, system.origin)).rejects.toThrow('refused 403');
  });

  it('is one of two at most, rotates, and dies at once when it is revoked', async () => {
    const bot = await makeBot(system, manage, 'Rota', all);
    const socket = await bot.connect();
    await socket.call({ action: 'agent.hello' });
    const next = expectOk(
      await manage.create(`users/${bot.id}/keys`, { name: 'next', scopes: ['read'] }),
      201,
    );
    const third = await manage.create(`users/${bot.id}/keys`, { name: 'third', scopes: ['read'] });
    expect(third.body).toMatchObject({ code: 'in_use' });
    const listed = await manage.read(`users/${bot.id}/keys`);
    expect(listed.body.keys).toMatchObject([
      { id: bot.keyId, name: 'first', scopes: all, lastUsedAt: expect.any(Number) },
      { id: next.body.id, name: 'next', scopes: ['read'] },
    ]);
    expect(JSON.stringify(listed.body)).not.toContain(bot.key.split('.')[1]);
    expect((await manage.remove(`users/${bot.id}/keys/${bot.keyId}`, null)).status).toBe(204);
    await socket.untilClosed();
    expect((await http(inbox, { bearer: bot.key })).status).toBe(401);
    await expect(openBotSocket(system, bot.key)).rejects.toThrow();
    expect((await http(inbox, { bearer: String(next.body.key) })).status).toBe(200);
    expect((await manage.remove(`users/${bot.id}/keys/${bot.keyId}`, null)).status).toBe(404);
    expectOk(await manage.create(`users/${bot.id}/keys`, { name: 'third', scopes: ['read'] }), 201);
  });

  it('dies with its bot, disabled or deleted', async () => {
    const bot = await makeBot(system, manage, 'Brief', all);
    const socket = await bot.connect();
    await socket.call({ action: 'agent.hello' });
    const tag = async () => (await manage.read(`users/${bot.id}`)).headers.get('etag');
    const disabled = { name: 'Brief', role: 'bot', disabled: true };
    expectOk(await manage.change(`users/${bot.id}`, await tag(), disabled), 200);
    await socket.untilClosed();
    expect((await http(inbox, { bearer: bot.key })).status).toBe(401);
    const made = await manage.create(`users/${bot.id}/keys`, { name: 'more', scopes: ['read'] });
    expect(made.body).toMatchObject({ code: 'forbidden' });
    const second = await makeBot(system, manage, 'Gone', all);
    const etag = (await manage.read(`users/${second.id}`)).headers.get('etag');
    expect((await manage.remove(`users/${second.id}`, etag)).status).toBe(204);
    expect((await http(inbox, { bearer: second.key })).status).toBe(401);
    expect(await tableOf(system).get(keys.colleague(brand.id, second.id))).toBeUndefined();
  });

  it('stands in no log and, but for its hash, nowhere in the table', async () => {
    const bot = await makeBot(system, manage, 'Quiet', all);
    await http(inbox, { bearer: bot.key });
    expect(logged.join('\n')).not.toContain(bot.key.split('.')[1]);
    const item = await tableOf(system).get(keys.botKey(brand.id, bot.keyId));
    expect(item).toMatchObject({ agent: bot.id, scopes: all });
    expect(JSON.stringify(item)).not.toContain(bot.key.split('.')[1]);
  });
});
