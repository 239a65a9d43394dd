import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, type Fixture, startFixture } from '../fixture/start.ts';

let fixture: Fixture;
const clients: Client[] = [];
beforeAll(async () => {
  fixture = await startFixture({ limits: { clientBufferBytes: 300_000 } });
});
afterAll(() => fixture.runtime.stop());
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

function connect(query = '?ticket=good', options: object = {}, url = fixture.runtime.socketUrl): Client {
  const client = new Client(url + query, options);
  clients.push(client);
  return client;
}

async function opened(): Promise<Client> {
  const client = connect();
  expect(await client.opened).toBe('open');
  return client;
}

describe('opening a socket', () => {
  it.each([
    ['without its identity source', '', 401],
    ['with an empty one', '?ticket=', 401],
    ['denied', '?ticket=bad', 403],
    ['when the authorizer says Unauthorized', '?ticket=unauthorized', 401],
    ['when the authorizer breaks', '?ticket=broken', 500],
    ['with too long a URL', `?ticket=good${'x'.repeat(4096)}`, 414],
  ])('is refused %s', async (_, query, status) => expect(await connect(query).opened).toBe(status));

  it('is refused at another stage', async () =>
    expect(await connect('/other?ticket=good', {}, fixture.runtime.addresses.socket).opened).toBe(403));

  it('puts the authorizer’s context into every event, as text', async () => {
    const client = await opened();
    client.send({ action: 'echo' });
    expect(await client.next()).toMatchObject({
      authorizer: { brand: 'b', level: '2', principalId: 'someone' },
    });
  });
});

describe('frames', () => {
  it('go where their action says, else to $default', async () => {
    const client = await opened();
    const routed = async (frame: unknown) => {
      client.send(frame);
      return (await client.next()).routeKey;
    };
    expect(await routed({ action: 'echo' })).toBe('echo');
    expect(await routed({ action: 'unknown' })).toBe('$default');
    expect(await routed('not json')).toBe('$default');
    expect(await routed({ action: '$disconnect' })).toBe('$default');
    expect(await routed({ action: { deep: true } })).toBe('$default');
    expect(await routed('null')).toBe('$default');
  });

  it('get no answer on a route that is one-way', async () => {
    const client = await opened();
    client.send({ action: 'silent' });
    client.send({ action: 'echo' });
    expect(await client.next()).toMatchObject({ routeKey: 'echo' });
  });

  it('get a general error when the function fails', async () => {
    const client = await opened();
    client.send({ action: 'fail' });
    const answer = await client.next();
    expect(Object.keys(answer).sort()).toEqual(['connectionId', 'message', 'requestId']);
    expect(answer.message).toBe('Internal server error');
  });

  it('of one socket run at the same time', async () => {
    const client = await opened();
    client.send({ action: 'hold', ms: 600, name: 'slow' });
    client.send({ action: 'echo', name: 'quick' });
    expect((await client.next()).routeKey).toBe('echo');
    expect((await client.next()).routeKey).toBe('hold');
  });

  it('close the socket with 1009 over 32 KB, and not at 32 KB', async () => {
    const client = await opened();
    client.send('x'.repeat(32 * 1024));
    expect(await client.next()).toMatchObject({ routeKey: '$default' });
    client.send('x'.repeat(32 * 1024 + 1));
    expect(await client.closed).toBe(1009);
  });

  it('may add up to 128 KB, and not to more', async () => {
    const fragments = (client: Client, count: number) => {
      for (let at = 0; at < count; at++) client.raw.send('x'.repeat(32 * 1024), { fin: at === count - 1 });
    };
    const client = await opened();
    fragments(client, 4);
    expect(await client.next()).toMatchObject({ routeKey: '$default' });
    fragments(client, 5);
    expect(await client.closed).toBe(1009);
  });
});

describe('posting to connections', () => {
  const push = async (client: Client, input: object) => {
    client.send({ action: 'push', ...input });
    return client.next();
  };

  it('reaches another socket', async () => {
    const [one, two] = [await opened(), await opened()];
    two.send({ action: 'echo' });
    const { connectionId } = await two.next();
    expect(await push(one, { to: connectionId, data: '{"hello":true}' })).toBe('pushed');
    expect(await two.next()).toEqual({ hello: true });
  });

  it('answers 410 for a connection that is gone, or was never there', async () => {
    const [one, two] = [await opened(), await opened()];
    two.send({ action: 'echo' });
    const { connectionId } = await two.next();
    two.close();
    await two.closed;
    expect(await push(one, { to: 'nobody=' })).toEqual({ error: 'GoneException', status: 410 });
    expect(await push(one, { to: connectionId })).toEqual({ error: 'GoneException', status: 410 });
  });

  it('answers 413 over 128 KB', async () => {
    const client = await opened();
    const answer = await push(client, { size: 128 * 1024 + 1 });
    expect(answer).toEqual({ error: 'PayloadTooLargeException', status: 413 });
  });

  it('answers 429 when the client does not take what is waiting', async () => {
    const [one, slow] = [await opened(), await opened()];
    slow.send({ action: 'echo' });
    const { connectionId } = await slow.next();
    slow.raw.pause();
    const answer = await push(one, { to: connectionId, size: 128 * 1024, times: 200 });
    expect(answer).toEqual({ error: 'LimitExceededException', status: 429 });
  });

  it('tells about a connection, and closes one', async () => {
    const client = await opened();
    expect(await push(client, { do: 'get' })).toMatchObject({ Identity: { SourceIp: '127.0.0.1' } });
    client.send({ action: 'push', do: 'delete' });
    expect(await client.closed).toBe(1000);
  });
});

describe('$disconnect', () => {
  it('reaches the function', async () => {
    const client = await opened();
    fixture.runtime.meter.reset();
    client.close();
    await client.closed;
    const seen = () =>
      fixture.runtime.meter.since().some(({ route, outcome }) => route === '$disconnect' && outcome === 'ok');
    while (!seen()) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(seen()).toBe(true);
  });
});

describe('a socket’s time', () => {
  it('ends with 1001 when idle, counted from the last message', async () => {
    const short = await startFixture({ limits: { idleMs: 800 } });
    const client = connect('?ticket=good', {}, short.runtime.socketUrl);
    await client.opened;
    const from = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 400));
    client.send({ action: 'silent' });
    expect(await client.closed).toBe(1001);
    expect(performance.now() - from).toBeGreaterThan(1150);
    await short.runtime.stop();
  });

  it('ends with 1001 at its age, however busy', async () => {
    const short = await startFixture({ limits: { lifeMs: 400 } });
    const client = connect('?ticket=good', {}, short.runtime.socketUrl);
    await client.opened;
    const busy = setInterval(() => client.raw.readyState === 1 && client.send({ action: 'silent' }), 50);
    expect(await client.closed).toBe(1001);
    clearInterval(busy);
    await short.runtime.stop();
  });
});
