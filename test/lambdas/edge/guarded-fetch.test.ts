import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type FetchOptions, guardedFetch } from '../../../lambdas/edge/guarded-fetch.ts';

const answers: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/plain': (request, response) =>
    response
      .setHeader('content-type', 'application/json')
      .setHeader('x-two', ['a', 'b'])
      .end(JSON.stringify({ host: request.headers.host, encoding: request.headers['accept-encoding'] })),
  '/echo': async (request, response) => {
    const { method, headers } = request;
    let body = '';
    for await (const chunk of request) body += chunk;
    response.end(
      JSON.stringify({ method, body, length: headers['content-length'], custom: headers['x-custom'] }),
    );
  },
  '/fails': (_, response) => response.writeHead(503).end('later'),
  '/redirect': (_, response) => response.writeHead(302, { location: '/plain' }).end(),
  '/silent': () => {},
  '/endless': (_, response) => {
    const drip = setInterval(() => response.write('.'), 100);
    response.on('close', () => clearInterval(drip));
  },
  '/full': (_, response) => response.end('x'.repeat(150 * 1024)),
  '/huge': (_, response) => response.end('x'.repeat(150 * 1024 + 1)),
  '/gzip': (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('small')),
  '/bomb': (_, response) =>
    response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(20_000_000))),
  '/broken-gzip': (_, response) => response.setHeader('content-encoding', 'gzip').end('not gzip'),
  '/brotli': (_, response) => response.setHeader('content-encoding', 'br').end('x'),
  '/headers': (_, response) => response.setHeader('x-long', 'x'.repeat(40_000)).end(),
  '/cut': (_, response) => {
    response.setHeader('content-length', '100').write('half');
    setTimeout(() => response.destroy(), 50);
  },
};

let server: Server;
let origin: string;
const connections = new Set<Socket>();
const here = [{ address: '127.0.0.1', family: 4 }];

beforeAll(async () => {
  server = createServer((request, response) =>
    answers[new URL(request.url ?? '', origin).pathname]?.(request, response),
  );
  server.on('connection', (socket) => connections.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const logged: unknown[] = [];
beforeEach(() => {
  logged.length = 0;
  jest.spyOn(console, 'warn').mockImplementation((line) => {
    logged.push(line);
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

const fetchHere = (path: string, more: FetchOptions = {}) =>
  guardedFetch(`${origin}${path}`, { loopback: [origin], ...more });

/** Nobody was connected to. */
async function untouched(work: Promise<unknown>): Promise<unknown> {
  const before = connections.size;
  const result = await work;
  expect(connections.size).toBe(before);
  return result;
}

describe('an exact loopback origin that is allowed', () => {
  it('answers', async () => {
    const result = await fetchHere('/plain');
    expect(result).toMatchObject({
      ok: true,
      value: { status: 200, headers: { 'content-type': 'application/json', 'x-two': 'a, b' } },
    });
    expect(result.ok && JSON.parse(result.value.text)).toEqual({
      host: new URL(origin).host,
      encoding: 'identity',
    });
  });

  it('is sent method, headers and body', async () => {
    const result = await fetchHere('/echo', { method: 'POST', headers: { 'x-custom': '1' }, body: 'é=1' });
    expect(result.ok && JSON.parse(result.value.text)).toEqual({
      method: 'POST',
      body: 'é=1',
      length: '4',
      custom: '1',
    });
  });

  it('may fail in its own words', async () => {
    expect(await fetchHere('/fails')).toMatchObject({ ok: true, value: { status: 503, text: 'later' } });
  });

  it('is connected to under the addresses that were checked, resolved once', async () => {
    const { port } = new URL(origin);
    const names: string[] = [];
    const result = await guardedFetch(`http://localhost:${port}/plain`, {
      loopback: [`http://localhost:${port}`],
      lookup: async (host) => {
        names.push(host);
        // A second answer would lead elsewhere.
        return names.length === 1 ? here : [{ address: '10.0.0.1', family: 4 }];
      },
    });
    expect(result).toMatchObject({ ok: true, value: { status: 200 } });
    expect(names).toEqual(['localhost']);
  });

  it('must be on this machine', async () => {
    const { port } = new URL(origin);
    const result = guardedFetch(`http://localhost:${port}/plain`, {
      loopback: [`http://localhost:${port}`],
      lookup: async () => [...here, { address: '93.184.216.34', family: 4 }],
    });
    expect(await untouched(result)).toEqual({ ok: false, why: 'address_refused' });
  });
});

describe('an address that may not be fetched from', () => {
  it.each([
    'http://93.184.216.34/',
    'ftp://93.184.216.34/',
    'file:///etc/passwd',
    'https://user:secret@93.184.216.34/',
    'nothing',
    '',
  ])('%s', async (url) => {
    expect(await untouched(guardedFetch(url))).toEqual({ ok: false, why: 'address_refused' });
  });

  it.each([
    '127.0.0.1',
    '127.1',
    '0',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '127.0.0.1.',
    '①②⑦.0.0.1',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[fe80::1]',
    '[fd00:ec2::254]',
    '169.254.169.254',
    '0xA9FEA9FE',
    '10.0.0.1',
    '100.64.0.1',
    'localhost',
    'LOCALHOST',
  ])('https://%s', async (host) => {
    const { port } = new URL(origin);
    const result = guardedFetch(`https://${host}:${port}/plain`, { loopback: [origin] });
    expect(await untouched(result)).toEqual({ ok: false, why: 'address_refused' });
  });

  it('is a name one of whose addresses is private', async () => {
    for (const address of ['127.0.0.1', '10.0.0.1', '169.254.169.254', '::1', '::ffff:10.0.0.1', 'fd00::1']) {
      const lookup = async () => [
        { address: '93.184.216.34', family: 4 },
        { address, family: address.includes(':') ? 6 : 4 },
      ];
      const result = guardedFetch('https://login.example.com/', { lookup, loopback: [origin] });
      expect(await untouched(result)).toEqual({ ok: false, why: 'address_refused' });
    }
  });

  it('is another port, scheme or spelling of the host than the one allowed', async () => {
    const { port } = new URL(origin);
    for (const other of [`http://localhost:${port}`, `https://127.0.0.1:${port}`, 'http://127.0.0.1:1'])
      expect(await untouched(fetchOther(other))).toEqual({ ok: false, why: 'address_refused' });
  });
  const fetchOther = (other: string) => guardedFetch(`${other}/plain`, { loopback: [origin] });
});

describe('a host that misbehaves', () => {
  const takesFiveSeconds = async (work: Promise<unknown>) => {
    const began = Date.now();
    expect(await work).toEqual({ ok: false, why: 'too_slow' });
    expect(Date.now() - began).toBeLessThan(6000);
  };

  it('has five seconds in all', async () => {
    await Promise.all([
      takesFiveSeconds(fetchHere('/silent')),
      takesFiveSeconds(fetchHere('/endless')),
      takesFiveSeconds(guardedFetch('https://slow.example.com/', { lookup: () => new Promise(() => {}) })),
    ]);
  });

  it.each([
    ['/redirect', 'redirected'],
    ['/huge', 'too_large'],
    ['/bomb', 'too_large'],
    ['/broken-gzip', 'encoding_refused'],
    ['/brotli', 'encoding_refused'],
    ['/headers', 'unreachable'],
    ['/cut', 'unreachable'],
  ])('%s is %s', async (path, why) => {
    expect(await fetchHere(path)).toEqual({ ok: false, why });
  });

  it('is answered for when it is gone or has no address', async () => {
    const gone = 'http://127.0.0.1:1';
    expect(await guardedFetch(gone, { loopback: [gone] })).toEqual({ ok: false, why: 'unreachable' });
    expect(await guardedFetch('https://none.example.com/', { lookup: async () => [] })).toEqual({
      ok: false,
      why: 'unreachable',
    });
    const lookup = () => Promise.reject(new Error('ENOTFOUND'));
    expect(await guardedFetch('https://none.example.com/', { lookup })).toEqual({
      ok: false,
      why: 'unreachable',
    });
  });

  it('may use the whole size, and gzip unasked', async () => {
    const full = await fetchHere('/full');
    expect(full.ok && full.value.text.length).toBe(150 * 1024);
    expect(await fetchHere('/gzip')).toMatchObject({ ok: true, value: { text: 'small' } });
  });
});

it('logs the origin and why, and nothing of path, query and body', async () => {
  await fetchHere('/redirect?code=secret', { method: 'POST', body: 'client_secret=secret' });
  expect(logged).toEqual([{ event: 'fetch_failed', origin, why: 'redirected' }]);
});
