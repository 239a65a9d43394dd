import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { roomInWindow } from '../support/limit-window.ts';
import { newToken, pageOf, type Visitor, visit } from '../support/people.ts';
import { RawSocket } from '../support/raw-socket.ts';
import {
  consumerBase,
  createBrand,
  expectOk,
  http,
  type System,
  startSystem,
  type TestBrand,
} from '../support/system.ts';

let system: System;
let brand: TestBrand;
let visitor: Visitor;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  visitor = await visit(system, brand);
}, 60_000);
afterAll(() => system.stop());

const code = (event: { error?: { code: string } }) => event.error?.code;

/** Sends a text as it is, and waits for what comes back next. */
async function reply(text: string, socket = visitor.socket) {
  const from = socket.received.length;
  socket.send(text);
  return socket.until(
    (event) => socket.received.indexOf(event) >= from && (event.type === 'error' || event.type === 'answer'),
  );
}

describe('a frame that is wrong', () => {
  const send = (over: Record<string, unknown>) =>
    JSON.stringify({
      action: 'consumer.send',
      id: 'x',
      conversation: visitor.conversation,
      clientId: visitor.clientId,
      n: 1,
      text: 'hello',
      ...over,
    });
  const without = (name: string) => send({ [name]: undefined });

  it.each<[string, () => string, string]>([
    ['is not JSON', () => 'hello', 'invalid_request'],
    ['is empty JSON', () => '{}', 'invalid_request'],
    ['is a list', () => '[]', 'invalid_request'],
    ['is null', () => 'null', 'invalid_request'],
    ['has no action', () => without('action'), 'invalid_request'],
    ['has an action that is a number', () => send({ action: 7 }), 'invalid_request'],
    ['has an action of nobody', () => send({ action: 'consumer.steal' }), 'unknown_action'],
    ['has an action of objects', () => send({ action: 'toString' }), 'unknown_action'],
    [
      'has an action of agents',
      () => JSON.stringify({ action: 'agent.accept', id: 'x', conversation: visitor.conversation }),
      'forbidden',
    ],
    ['has no id', () => without('id'), 'invalid_request'],
    ['has an id of 65 characters', () => send({ id: 'x'.repeat(65) }), 'invalid_request'],
    ['has no conversation', () => without('conversation'), 'invalid_request'],
    ['has a conversation with a #', () => send({ conversation: 'a#b' }), 'invalid_request'],
    ['has the conversation of someone else', () => send({ conversation: 'someone-elses' }), 'not_found'],
    ['has no clientId', () => without('clientId'), 'invalid_request'],
    ['has a clientId that did not join', () => send({ clientId: 'stranger' }), 'rejoin'],
    ['has n = 0', () => send({ n: 0 }), 'invalid_request'],
    ['has n = 1.5', () => send({ n: 1.5 }), 'invalid_request'],
    ['has n as text', () => send({ n: '1' }), 'invalid_request'],
    ['has n beyond numbers', () => send({ n: 1e300 }), 'invalid_request'],
    ['has n = 2 before 1', () => send({ n: 2 }), 'out_of_order'],
    ['has no text', () => without('text'), 'invalid_request'],
    ['has an empty text', () => send({ text: '' }), 'invalid_request'],
    ['has a text of 8193 bytes', () => send({ text: `${'é'.repeat(4096)}x` }), 'invalid_request'],
    ['has a lone surrogate', () => send({ text: 'a\ud800' }).replace('�', '\\ud800'), 'invalid_request'],
    ['has a text that is an object', () => send({ text: { a: 1 } }), 'invalid_request'],
    ['has a field too many', () => send({ role: 'agent' }), 'invalid_request'],
    ['has __proto__', () => send({}).replace('{', '{"__proto__":{"role":"agent"},'), 'invalid_request'],
    [
      'is nested 5,000 deep',
      () => send({}).replace('"hello"', `${'['.repeat(5000)}${']'.repeat(5000)}`),
      'invalid_request',
    ],
    ['is over 16 KB', () => send({ text: 'x'.repeat(17_000) }), 'too_large'],
  ])('%s', async (_, frame, expected) => {
    const event = await reply(frame());
    expect(code(event)).toBe(expected);
    expect(event.error).toMatchObject({ type: `urn:doorstep:problem:${expected}` });
    expect(JSON.stringify(event)).not.toMatch(/stack|node_modules|lambdas|dynamodb/i);
  });

  it('stores nothing, and the socket lives', async () => {
    const page = expectOk(await pageOf(brand, visitor), 200);
    expect(page.body).toMatchObject({ lastSeq: 1 });
    expect(await visitor.socket.call({ action: 'ping' })).toMatchObject({ type: 'answer' });
  });

  it('answers under the id of the frame', async () => {
    expect(await reply(send({ id: 'mine', n: 0 }))).toMatchObject({ id: 'mine' });
  });

  it('closes the socket with 1009 when it is over 32 KB', async () => {
    const other = await visit(system, brand);
    other.socket.send(send({ text: 'x'.repeat(33 * 1024) }));
    expect(await other.socket.untilClosed()).toBe(1009);
  });
});

describe('text', () => {
  it.each([
    ['markup', '<img src=x onerror=alert(1)>'],
    ['bidi controls', 'abc\u202edef'],
    ['emoji sequences', '👩‍👩‍👧‍👦🏳️‍🌈'],
    ['8 KB', 'x'.repeat(8192)],
    ['null characters', 'a\u0000b'],
  ])('keeps %s as it is', async (_, text) => {
    const one = await visit(system, brand);
    const { conversation, clientId } = one;
    expect(
      await one.socket.call({ action: 'consumer.send', conversation, clientId, n: 1, text }),
    ).toMatchObject({ type: 'answer' });
    const page = expectOk(await pageOf(brand, one), 200);
    expect((page.body.items as { text?: string }[]).at(-1)?.text).toBe(text);
  });
});

describe('a flood', () => {
  it('of messages is slowed down in the head, and loses nothing', async () => {
    const one = await visit(system, brand);
    const { conversation, clientId } = one;
    const send = (n: number) =>
      one.socket.call({ action: 'consumer.send', conversation, clientId, n, text: `${n}` });
    let n = 1;
    let refused = await send(n);
    while (refused.type === 'answer' && n < 60) {
      n += 1;
      refused = await send(n);
    }
    expect(code(refused)).toBe('rate_limited');
    expect(refused.error?.retryAfter).toBeGreaterThan(0);
    expect(n).toBe(40);
    const page = expectOk(await pageOf(brand, one), 200);
    expect(page.body).toMatchObject({ lastSeq: 40 });
  }, 20_000);

  it('of other frames is refused, then the socket is closed', async () => {
    const { socket } = await visit(system, brand);
    // One after the other, so that one environment sees them all: each counts for itself.
    for (let n = 0; n < 130 && socket.closed === undefined; n += 1) {
      const from = socket.received.length;
      socket.send(JSON.stringify({ action: 'ping', id: `p${n}` }));
      await socket.until((event) => socket.received.indexOf(event) >= from).catch(() => undefined);
    }
    expect(socket.received.some((event) => code(event) === 'rate_limited')).toBe(true);
    await socket.untilClosed();
  }, 30_000);

  it('of sessions from one network meets 429 with Retry-After', async () => {
    const flooded = await createBrand(system, 'flooded');
    const open = () => http(`${consumerBase(system, flooded)}/sessions`, { origin: flooded.page, body: {} });
    await roomInWindow();
    const answers = await Promise.all(Array.from({ length: 70 }, open));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(10);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ body: { code: 'rate_limited', retryable: true } });
    // Another brand is not touched by it.
    expect(
      await http(`${consumerBase(system, brand)}/sessions`, { origin: brand.page, body: {} }),
    ).toMatchObject({ status: 201 });
  });
});

describe('a request that is wrong', () => {
  const base = () => consumerBase(system, brand);
  it.each<[string, () => Promise<{ status: number; body: Record<string, unknown> }>, number, string]>([
    [
      'an unknown brand',
      () => http(`${system.origin}/api/consumer/nobody/help/sessions`, { origin: brand.page, body: {} }),
      404,
      'not_found',
    ],
    [
      'an unknown engagement',
      () => http(`${system.origin}/api/consumer/acme/nothing/sessions`, { origin: brand.page, body: {} }),
      404,
      'not_found',
    ],
    [
      'a brand that cannot be one',
      () => http(`${system.origin}/api/consumer/a%23b/help/sessions`, { origin: brand.page, body: {} }),
      404,
      'not_found',
    ],
    [
      'a field too many',
      () => http(`${base()}/sessions`, { origin: brand.page, body: { admin: true } }),
      400,
      'invalid_request',
    ],
    [
      'a body that is no JSON',
      () => http(`${base()}/sessions`, { origin: brand.page, raw: '{' }),
      400,
      'invalid_request',
    ],
    [
      'another content type',
      () =>
        http(`${base()}/sessions`, {
          origin: brand.page,
          raw: '{}',
          headers: { 'content-type': 'text/plain' },
        }),
      400,
      'invalid_request',
    ],
    [
      'another origin',
      () => http(`${base()}/sessions`, { origin: 'https://evil.example', body: {} }),
      403,
      'origin_refused',
    ],
    [
      'the origin null',
      () => http(`${base()}/sessions`, { origin: 'null', body: {} }),
      403,
      'origin_refused',
    ],
    ['no origin, on a web engagement', () => http(`${base()}/sessions`, { body: {} }), 403, 'origin_refused'],
    ['no token', () => http(`${base()}/tickets`, { origin: brand.page, body: {} }), 401, 'unauthorized'],
    [
      'a token of nobody',
      () => http(`${base()}/tickets`, { origin: brand.page, bearer: newToken(), body: {} }),
      401,
      'unauthorized',
    ],
    ['a page that is no number', () => pageOf(brand, visitor, '?after=-1'), 400, 'invalid_request'],
    ['a page that ends both ways', () => pageOf(brand, visitor, '?after=1&before=3'), 400, 'invalid_request'],
    ['a page of 51', () => pageOf(brand, visitor, '?limit=51'), 400, 'invalid_request'],
    ['a query too many', () => pageOf(brand, visitor, '?all=1'), 400, 'invalid_request'],
  ])('%s', async (_, ask, status, expected) => {
    const answer = await ask();
    expect(answer).toMatchObject({
      status,
      body: { code: expected, status, type: `urn:doorstep:problem:${expected}` },
    });
  });

  it('is told which fields are wrong, unknown ones too', async () => {
    const answer = await http(`${base()}/sessions`, { origin: brand.page, body: { admin: true, root: 1 } });
    expect(answer.body.errors).toEqual([
      { path: 'admin', message: 'is not known' },
      { path: 'root', message: 'is not known' },
    ]);
    const code = await http(`${system.origin}/api/sign-in/password`, {
      origin: system.origin,
      body: { brand: 7, loginName: 'x', password: '' },
    });
    expect(code.body.errors).toMatchObject([
      { path: 'brand', message: expect.stringContaining('expected string') },
      { path: 'password' },
    ]);
  });

  it('is told in problem+json that nobody may keep', async () => {
    const answer = await http(`${base()}/tickets`, { origin: brand.page, body: {} });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

describe('CORS', () => {
  const preflight = (origin: string, path = 'sessions') =>
    http(`${consumerBase(system, brand)}/${path}`, {
      method: 'OPTIONS',
      origin,
      headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });

  it('answers a preflight for the origins of the engagement alone', async () => {
    const good = await preflight(brand.page);
    expect(good.status).toBe(204);
    expect(good.headers.get('access-control-allow-origin')).toBe(brand.page);
    expect(good.headers.get('access-control-allow-credentials')).toBeNull();
    for (const origin of [
      'https://evil.example',
      'null',
      `${brand.page}.evil.example`,
      brand.page.replace('https', 'http'),
    ])
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('answers it for a request with a query too', async () => {
    const paged = await preflight(brand.page, `conversations/${visitor.conversation}/messages?after=1`);
    expect(paged.status).toBe(204);
    expect(paged.headers.get('access-control-allow-origin')).toBe(brand.page);
  });

  it('lets a registered page read a refusal, and no other', async () => {
    const refusal = (origin: string) => http(`${consumerBase(system, brand)}/tickets`, { origin, body: {} });
    expect((await refusal(brand.page)).headers.get('access-control-allow-origin')).toBe(brand.page);
    expect((await refusal('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a ticket', () => {
  const issue = async () => {
    const answer = await http(`${visitor.base}/tickets`, {
      origin: brand.page,
      bearer: visitor.token,
      body: {},
    });
    return expectOk(answer, 201).body as { url: string; ticket: string; expiresAt: number };
  };

  it('opens one socket', async () => {
    const { url, ticket } = await issue();
    (await RawSocket.open(url, ticket, brand.page)).close();
    await expect(RawSocket.open(url, ticket, brand.page)).rejects.toThrow('refused 403');
  });

  it('opens one socket however many try at once', async () => {
    const { url, ticket } = await issue();
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, () => RawSocket.open(url, ticket, brand.page)),
    );
    const opened = tries.filter(({ status }) => status === 'fulfilled');
    expect(opened).toHaveLength(1);
  });

  it('lives 30 seconds at most', async () => {
    expect((await issue()).expiresAt).toBeLessThanOrEqual(Date.now() + 30_000);
  });

  it.each([
    ['another origin', 'https://evil.example'],
    ['the origin null', 'null'],
    ['no origin', undefined],
  ])('is refused from %s, and is not used up by it', async (_, origin) => {
    const { url, ticket } = await issue();
    await expect(RawSocket.open(url, ticket, origin)).rejects.toThrow('refused 403');
    (await RawSocket.open(url, ticket, brand.page)).close();
  });

  it('must be one', async () => {
    const { url } = await issue();
    for (const ticket of ['acme.', 'nobody.x', '..', `acme.${newToken()}`, 'acme#x.y'])
      await expect(RawSocket.open(url, ticket, brand.page)).rejects.toThrow('refused 403');
    await expect(RawSocket.open(url, '', brand.page)).rejects.toThrow('refused 401');
  });
});
