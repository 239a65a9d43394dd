import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OutEventName, outEvent, outEvents } from '../../contract/events-out.ts';
import { CONFIGURED, synthesize } from '../../local/assembly/synthesize.ts';
import { everything } from '../support/items.ts';
import { askForLogin, redeem, startLogin } from '../support/login.ts';
import { type Agent, accept, agentAtWork, newToken, type Visitor, visit } from '../support/people.ts';
import { spentBy } from '../support/price.ts';
import { isSigned, type Received, Receiver } from '../support/receiver.ts';
import { createBrand, expectOk, http, type System, startSystem, type TestBrand } from '../support/system.ts';

const lines: string[] = [];
let receiver: Receiver;
let system: System;
let brand: TestBrand;
let other: TestBrand;
let agent: Agent;
let stranger: Agent;
let visitor: Visitor;
beforeAll(async () => {
  const { assembly, maps } = await synthesize();
  receiver = await Receiver.start();
  system = await startSystem({
    assembly,
    maps,
    // A day of retries passes in a few seconds here.
    limits: { queuePace: { pauseSecondMs: 0.1, visibilityMs: 10_000 } },
    log: (line) => {
      lines.push(line);
      if (process.env.DOORSTEP_TEST_LOG) process.stderr.write(`${line}\n`);
    },
    rewrites: async ({ publicOrigin }) => ({
      [CONFIGURED.app]: publicOrigin,
      [CONFIGURED.brand]: receiver.origin,
    }),
  });
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
  other = await createBrand(system, 'other');
  stranger = await agentAtWork(system, other);
}, 120_000);
afterAll(async () => {
  await system.stop();
  await receiver.stop();
});

const manage = (path: string, more: object = {}, by = agent) =>
  http(`${system.origin}/api/manage/webhooks${path}`, { origin: system.origin, cookie: by.cookie, ...more });

interface Made {
  readonly id: string;
  readonly secret: string;
}

async function webhookAt(path: string, events: OutEventName[] = [], by = agent): Promise<Made> {
  const body = { url: `${receiver.origin}${path}`, events, enabled: true };
  return expectOk(await manage('', { body }, by), 201).body as unknown as Made;
}

/** Deletes a webhook, as it is now. */
async function remove({ id }: Pick<Made, 'id'>, by = agent) {
  const tag = (await manage(`/${id}`, {}, by)).headers.get('etag') ?? '';
  return expectOk(await manage(`/${id}`, { method: 'DELETE', headers: { 'if-match': tag } }, by), 204);
}

async function stepUp(): Promise<void> {
  const login = await startLogin(brand, visitor, await askForLogin(agent, visitor.conversation));
  const next = newToken();
  const claims = { name: 'Carla Customer', acr: 'high', attributes: { tier: 'gold' } };
  const token = await brand.sign({ nonce: login.nonce, ...claims });
  expectOk(await redeem(brand, visitor, login, token, next), 200);
  visitor.token = next;
}

const typesOf = (received: readonly Received[]) => received.map(({ body }) => body.type);

describe('webhooks', () => {
  it('hear what happens in a conversation, signed, each under one id, and nothing that somebody said', async () => {
    const { secret } = await webhookAt('/all');
    visitor = await visit(system, brand);
    await accept(agent, visitor.conversation);
    await stepUp();
    await agent.socket.call({ action: 'agent.close', conversation: visitor.conversation });
    await system.runtime.settled();
    const received = await receiver.at('/all', 5);
    // At least once: a machine that is very slow delivers twice.
    const events = [...new Map(received.map((one) => [one.body.data.id, one])).values()];
    expect(typesOf(events).sort()).toEqual([
      'doorstep.challenge.requested',
      'doorstep.conversation.accepted',
      'doorstep.conversation.closed',
      'doorstep.conversation.started',
      'doorstep.stepped_up',
    ]);
    for (const one of received) {
      const { type, data } = one.body;
      expect(isSigned(one, secret)).toBe(true);
      expect(outEvent.safeParse(data).success).toBe(true);
      const name = type.replace('doorstep.', '') as OutEventName;
      expect(outEvents[name].safeParse(data.data).success).toBe(true);
      expect(data).toMatchObject({ brand: 'acme', schema: 1, conversation: visitor.conversation });
      expect(one.headers['webhook-id']).toBe(`${visitor.conversation}-${data.seq}`);
      expect(one.headers['content-type']).toBe('application/json');
    }
    const stepped = received.find(({ body }) => body.type === 'doorstep.stepped_up')?.body.data.data;
    expect(stepped).toMatchObject({ method: 'token', acr: 'high', identity: expect.any(String), epoch: 1 });
    expect(JSON.stringify(received)).not.toMatch(/Carla|gold/);
  });

  it('hear of the kinds that they name, while they are enabled', async () => {
    const some = await webhookAt('/some', ['conversation.started']);
    visitor = await visit(system, brand);
    await accept(agent, visitor.conversation);
    await system.runtime.settled();
    expect(typesOf(await receiver.at('/some', 1))).toEqual(['doorstep.conversation.started']);

    const now = await manage(`/${some.id}`);
    const body = { url: `${receiver.origin}/some`, events: [], enabled: false };
    const headers = { 'if-match': String(now.headers.get('etag')) };
    expectOk(await manage(`/${some.id}`, { method: 'PUT', body, headers }), 200);
    expect((await manage(`/${some.id}`, { method: 'PUT', body, headers })).status).toBe(412);
    await visit(system, brand);
    await system.runtime.settled();
    expect(await receiver.at('/some', 1)).toHaveLength(1);
    await remove(some);
  });

  it('are tried again with growing pauses, one failing receiver beside one that is well', async () => {
    receiver.conduct.set('/ill', 503);
    receiver.conduct.set('/mute', 'silence');
    const ill = await webhookAt('/ill', ['conversation.started']);
    const mute = await webhookAt('/mute', ['conversation.started']);
    const well = await webhookAt('/well', ['conversation.started']);
    await visit(system, brand);
    const [first] = await receiver.at('/well', 1);
    const tries = await receiver.at('/ill', 4);
    // Every try is of the same event, under the same id, signed anew.
    expect(new Set(tries.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([first?.headers['webhook-id']]),
    );
    expect(tries.every((one) => isSigned(one, ill.secret))).toBe(true);
    await receiver.at('/mute', 1);
    const seen = expectOk(await manage(`/${ill.id}`), 200).body;
    expect(seen.lastDelivery).toMatchObject({
      ok: false,
      status: 503,
      type: 'doorstep.conversation.started',
    });
    receiver.conduct.delete('/ill');
    receiver.conduct.delete('/mute');
    await receiver.at('/ill', tries.length + 1);
    for (const one of [ill, mute, well]) await remove(one);
  });

  it('are given up after a day, and the dead letters name the event', async () => {
    receiver.conduct.set('/dead', 500);
    const dead = await webhookAt('/dead', ['conversation.started']);
    const { conversation } = await visit(system, brand);
    const letters = system.runtime.queues.filter(({ model }) => /webhooksdeadletters/.test(model.name));
    for (let waited = 0; letters[0]?.messages.length === 0; waited += 50) {
      if (waited > 40_000) throw new Error('It was never given up.');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const [letter] = letters.flatMap(({ messages }) => messages);
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({
      brand: 'acme',
      webhook: dead.id,
      id: `${conversation}-1`,
    });
    expect(await receiver.at('/dead', 12)).toHaveLength(12);
    await remove(dead);
  });

  it('are not tried again when the receiver says that it is gone, nor sent elsewhere', async () => {
    receiver.conduct.set('/gone', 410);
    receiver.conduct.set('/moved', 302);
    const gone = await webhookAt('/gone');
    const moved = await webhookAt('/moved');
    for (const { id } of [gone, moved]) expectOk(await manage(`/${id}/test`, { body: {} }), 201);
    await receiver.at('/gone', 1);
    await receiver.at('/moved', 2);
    expect(await receiver.at('/gone', 1)).toHaveLength(1);
    expect(receiver.received.filter(({ path }) => path === '/')).toEqual([]);
    const seen = expectOk(await manage(`/${moved.id}`), 200).body;
    expect(seen.lastDelivery).toMatchObject({ ok: false, why: 'redirected' });
    await remove(moved);
    await remove(gone);
  });

  it('are tried out alone, by an admin', async () => {
    const one = await webhookAt('/one', ['conversation.closed']);
    const two = await webhookAt('/two');
    await system.runtime.settled();
    const before = system.runtime.meter.last;
    const { event } = expectOk(await manage(`/${one.id}/test`, { body: {} }), 201).body;
    await receiver.at('/one', 1);
    await system.runtime.settled();
    // The event finds the brand's webhooks with one read; each delivery reads its webhook and writes what came of it.
    const spent = spentBy(system, 'deliver', before);
    expect(spent.map(({ reads, writes }) => ({ reads, writes }))).toEqual([
      { reads: 1, writes: 0 },
      { reads: 1, writes: 1 },
    ]);
    const [test] = await receiver.at('/one', 1);
    expect(test?.body).toMatchObject({
      type: 'doorstep.webhook.test',
      data: { id: event, data: { webhook: one.id } },
    });
    expect(receiver.received.filter(({ path }) => path === '/two')).toEqual([]);
    expect(expectOk(await manage(`/${one.id}`), 200).body.lastDelivery).toMatchObject({
      event,
      ok: true,
      status: 204,
    });
    await remove(one);
    await remove(two);
  });

  it('sign with two secrets while the receiver changes over, and show each once', async () => {
    const made = await webhookAt('/turn');
    const rotated = expectOk(await manage(`/${made.id}/secrets`, { body: {} }), 201).body;
    const { id: first } = (
      expectOk(await manage(`/${made.id}`), 200).body.secrets as { id: string }[]
    )[1] ?? { id: '' };
    expectOk(await manage(`/${made.id}/test`, { body: {} }), 201);
    const [both] = await receiver.at('/turn', 1);
    if (!both) throw new Error('nothing arrived');
    expect([isSigned(both, made.secret), isSigned(both, String(rotated.secret))]).toEqual([true, true]);

    expectOk(await manage(`/${made.id}/secrets/${first}`, { method: 'DELETE' }), 204);
    expectOk(await manage(`/${made.id}/test`, { body: {} }), 201);
    const [, after] = await receiver.at('/turn', 2);
    if (!after) throw new Error('nothing arrived');
    expect([isSigned(after, made.secret), isSigned(after, String(rotated.secret))]).toEqual([false, true]);
    expect((await manage(`/${made.id}/secrets/${rotated.id}`, { method: 'DELETE' })).body).toMatchObject({
      code: 'in_use',
    });

    const shown = JSON.stringify([
      (await manage(`/${made.id}`)).body,
      (await manage('')).body,
      await everything(system),
      lines,
    ]);
    for (const secret of [made.secret, String(rotated.secret)]) {
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain(secret.replace('whsec_', ''));
    }
    await remove(made);
  });

  it('belong to one brand, and take only addresses of the open Internet', async () => {
    const mine = await webhookAt('/mine');
    for (const [path, method] of [
      ['', 'GET'],
      ['', 'DELETE'],
      ['/test', 'POST'],
      ['/secrets', 'POST'],
    ] as const) {
      const body = method === 'POST' ? { body: {} } : {};
      const asked = { method, ...body, headers: { 'if-match': '"1"' } };
      expect((await manage(`/${mine.id}${path}`, asked, stranger)).status).toBe(404);
    }
    const theirs = await webhookAt('/theirs', [], stranger);
    await visit(system, brand);
    await system.runtime.settled();
    await receiver.at('/mine', 1);
    expect(receiver.received.filter(({ path }) => path === '/theirs')).toEqual([]);
    await remove(theirs, stranger);
    const late = { method: 'DELETE', headers: { 'if-match': '"99"' } };
    expect((await manage(`/${mine.id}`, late)).status).toBe(412);
    await remove(mine);

    for (const url of [
      'http://example.com/',
      'https://user:pass@example.com/',
      'https://example.com/#x',
      'http://127.0.0.1:1/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'not a url',
    ]) {
      const answer = await manage('', { body: { url, events: [], enabled: true } });
      expect([url, answer.status]).toEqual([url, 400]);
    }
    const inside = await manage('', { body: { url: 'https://localhost/', events: [], enabled: true } });
    const { id } = expectOk(inside, 201).body as unknown as Made;
    expectOk(await manage(`/${id}/test`, { body: {} }), 201);
    for (let waited = 0; ; waited += 20) {
      const { lastDelivery } = expectOk(await manage(`/${id}`), 200).body;
      if (lastDelivery) {
        expect(lastDelivery).toMatchObject({ ok: false, why: 'address_refused' });
        break;
      }
      if (waited > 10_000) throw new Error('It was never tried.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await remove({ id });
  });

  it('are ten to a brand at most', async () => {
    const listed = expectOk(await manage(''), 200).body.items as Made[];
    const made: Made[] = [];
    for (let count = listed.length; count < 10; count += 1) made.push(await webhookAt('/many', ['resumed']));
    const eleventh = await manage('', { body: { url: `${receiver.origin}/x`, events: [], enabled: true } });
    expect(eleventh.body).toMatchObject({ code: 'limit_reached' });
    for (const one of made) await remove(one);
  });

  it('hear of invitations, with the link, so that the brand can send it', async () => {
    const hook = await webhookAt('/staff', ['user.invited']);
    const body = { loginName: 'new@acme.example', name: 'Nina New', role: 'agent' };
    const invited = await http(`${system.origin}/api/manage/users`, {
      origin: system.origin,
      cookie: agent.cookie,
      body,
    });
    const { invitation, user } = expectOk(invited, 201).body as {
      invitation: { link: string };
      user: { id: string };
    };
    const [told] = await receiver.at('/staff', 1);
    expect(told?.body.data.data).toMatchObject({
      user: user.id,
      loginName: 'new@acme.example',
      link: invitation.link,
    });
    expect(lines.join('\n')).not.toContain(invitation.link);
    await remove(hook);
  });

  it('lose nothing when the bus does not take an event, or the function is killed', async () => {
    const hook = await webhookAt('/storm', ['conversation.started']);
    const { faults } = system.runtime;
    faults.add({
      function: 'stream',
      operation: 'PutEvents',
      times: 6,
      damage: { error: 'InternalException', status: 500 },
    });
    faults.add({ function: 'deliver', operation: 'SendMessageBatch', damage: 'kill' });
    faults.add({ function: 'deliver', operation: 'PutItem', damage: 'kill' });
    const visitors = [await visit(system, brand), await visit(system, brand), await visit(system, brand)];
    await receiver.at('/storm', 3);
    for (let waited = 0; waited < 60_000; waited += 20) {
      const ids = new Set((await receiver.at('/storm', 3)).map(({ body }) => body.data.id));
      if (visitors.every(({ conversation }) => ids.has(`${conversation}-1`))) return remove(hook);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('An event was lost.');
  });
});
