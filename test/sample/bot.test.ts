import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Doorstep, startDoorstep } from '../../local/doorstep.ts';
import { isSigned } from '../../sample/bot/systems.ts';
import { customers } from '../../sample/customers.ts';
import { http } from '../support/http.ts';
import { newToken } from '../support/people.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { expectOk, s256 } from '../support/system.ts';

const [ada] = customers;
const state = mkdtempSync(join(tmpdir(), 'bot-'));
let doorstep: Doorstep;
beforeAll(async () => {
  doorstep = await startDoorstep({
    state,
    ports: {},
    log: () => undefined,
    brandPort: 0,
    brandKeys: join(state, 'sample'),
  });
}, 120_000);
afterAll(async () => {
  await doorstep.stop();
  rmSync(state, { recursive: true });
});

/** Somebody on the shop's page, in the chat with the bot. */
async function chat() {
  const origin = String(doorstep.sample?.origin);
  const base = `${doorstep.runtime.addresses.publicOrigin}/api/consumer/harbour/assistant`;
  const opened = expectOk(await http(`${base}/sessions`, { origin, body: {} }), 201).body;
  const { token, conversation } = opened as { token: string; conversation: string };
  const post = (path: string, body: object, bearer = token) => http(base + path, { origin, bearer, body });
  const socketFor = async (bearer: string) => {
    const { body } = expectOk(await post('/tickets', {}, bearer), 201);
    return RawSocket.open(String(body.url), String(body.ticket), origin);
  };
  const join = (socket: RawSocket, clientId: string) =>
    socket.call({ action: 'consumer.join', conversation, clientId });
  const say = (socket: RawSocket, text: string) =>
    socket.call({ action: 'consumer.send', conversation, clientId: 'one', n: 1, text });
  return { origin, conversation, token, post, socketFor, join, say };
}

const says = (socket: RawSocket, text: RegExp) =>
  socket.until((one) => one.type === 'message' && text.test((one.message as { text: string }).text));

describe("the shop's bot", () => {
  it('answers a request for an account statement after a login, by itself', async () => {
    const { origin, conversation, token, post, socketFor, join, say } = await chat();
    const before = await socketFor(token);
    await before.call({ action: 'consumer.start', conversation });
    await join(before, 'one');
    await says(before, /I am the assistant/);
    await say(before, 'Could I have my account statement?');
    const asked = await before.until((one) => one.type === 'entry' && one.challenge !== undefined);
    const { id, by } = asked.challenge as { id: string; by: object };
    expect(by).toMatchObject({ role: 'bot', name: 'Harbour Assistant' });

    const [verifier, next] = [newToken(), newToken()];
    const at = `/conversations/${conversation}/challenges/${id}`;
    const start = { method: 'token', verifierHash: s256(verifier) };
    const { nonce } = expectOk(await post(`${at}/start`, start), 200).body;
    const login = await http(`${origin}/login`, {
      origin,
      body: { login: ada?.login, password: ada?.password },
    });
    const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const signed = await http(`${origin}/doorstep/token`, { origin, cookie, body: { nonce } });
    const body = { method: 'token', verifier, nextTokenHash: s256(next), token: signed.body.token };
    expectOk(await post(`${at}/redeem`, body), 200);

    const after = await socketFor(next);
    await join(after, 'two');
    await says(after, /Account statement \d{4}-\d{2} of Ada Verhoeven: balance/);
  });

  it('hands on what it knows nothing of', async () => {
    const { conversation, token, socketFor, join, say } = await chat();
    const socket = await socketFor(token);
    await socket.call({ action: 'consumer.start', conversation });
    await join(socket, 'one');
    await says(socket, /I am the assistant/);
    await say(socket, 'Do you sell anchors?');
    await says(socket, /A colleague/);
    await socket.until(
      (one) => one.type === 'entry' && (one.entry as { what: { event: string } }).what.event === 'released',
    );
  });
});

describe("the shop's systems", () => {
  it('take no event that Doorstep has not signed, lately', async () => {
    const url = `${doorstep.sample?.origin}/doorstep/events`;
    expect((await http(url, { body: { type: 'doorstep.request.released' } })).status).toBe(401);
    const secret = `whsec_${Buffer.from('a secret of the test').toString('base64')}`;
    const sign = (time: number, body: string) => ({
      'webhook-id': 'e1',
      'webhook-timestamp': String(time),
      'webhook-signature': `v1,${createHmac('sha256', 'a secret of the test').update(`e1.${time}.${body}`).digest('base64')}`,
    });
    const now = Math.floor(Date.now() / 1000);
    expect(isSigned(sign(now, '{}'), '{}', secret)).toBe(true);
    expect(isSigned(sign(now, '{}'), '{ }', secret)).toBe(false);
    expect(isSigned(sign(now - 400, '{}'), '{}', secret)).toBe(false);
  });
});
