import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Fixture, startFixture } from '../fixture/start.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.runtime.stop());

const call = (path: string, init: RequestInit = {}) => fetch(fixture.runtime.addresses.api + path, init);
type SeenEvent = APIGatewayProxyEventV2 & { readonly requestContext: { readonly authorizer?: unknown } };
const event = async (path: string, init: RequestInit = {}): Promise<SeenEvent> =>
  (await call(path, init)).json() as Promise<SeenEvent>;

describe('the event', () => {
  it('has payload format 2.0', async () => {
    const seen = await event('/api/echo?a=1&a=2&b=x%20y', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: 'k=1; l=2', 'X-Many': 'one' },
      body: '{"a":1}',
    });
    expect(seen).toMatchObject({
      version: '2.0',
      routeKey: 'POST /api/echo',
      rawPath: '/api/echo',
      rawQueryString: 'a=1&a=2&b=x%20y',
      cookies: ['k=1', 'l=2'],
      queryStringParameters: { a: '1,2', b: 'x y' },
      body: '{"a":1}',
      isBase64Encoded: false,
      requestContext: {
        http: { method: 'POST', path: '/api/echo', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        stage: '$default',
        routeKey: 'POST /api/echo',
      },
    });
    expect(seen.headers).toMatchObject({ 'content-type': 'application/json', 'x-many': 'one' });
    expect(seen.headers).not.toHaveProperty('cookie');
    expect(seen.requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  });

  it('leaves out what is not there', async () => {
    const seen = await event('/api/echo');
    for (const name of ['body', 'cookies', 'queryStringParameters', 'pathParameters'])
      expect(seen).not.toHaveProperty(name);
  });

  it('has bytes as base64', async () => {
    const seen = await event('/api/echo', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array([0, 255]),
    });
    expect(seen).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  });

  it('has path parameters', async () => {
    expect(await event('/api/files/a/b%20c')).toMatchObject({ pathParameters: { path: 'a/b c' } });
    expect(await event('/api/things/1', { method: 'DELETE' })).toMatchObject({
      routeKey: 'ANY /api/things/{id}',
      pathParameters: { id: '1' },
    });
  });
});

describe('the response', () => {
  it('may be plain text, or have headers and several cookies', async () => {
    const plain = await call('/api/things/text');
    expect([plain.status, plain.headers.get('content-type'), await plain.text()]).toEqual([
      200,
      'application/json',
      'plain',
    ]);
    const cookies = await call('/api/things/cookies');
    expect([cookies.status, cookies.headers.get('x-made'), cookies.headers.getSetCookie()]).toEqual([
      201,
      'yes',
      ['a=1', 'b=2'],
    ]);
  });

  it('is 404 where there is no route, and 500 when the function fails', async () => {
    const missing = await call('/nowhere');
    expect([missing.status, await missing.json()]).toEqual([404, { message: 'Not Found' }]);
    for (const action of ['throw', 'exit', 'crash', 'large'])
      expect(await fixture.do(action)).toMatchObject({ status: 500, message: 'Internal Server Error' });
  });

  it('is 500 when the function runs out of time', async () => {
    const from = performance.now();
    expect((await call('/api/slow')).status).toBe(500);
    expect(performance.now() - from).toBeLessThan(3000);
    expect(fixture.lines.join('\n')).toContain('Task timed out after 1.00 seconds');
  });
});

describe('limits', () => {
  it('refuse more than 10,240 bytes of request line and headers', async () => {
    expect((await call('/api/echo', { headers: { 'x-long': 'x'.repeat(10_240) } })).status).toBe(431);
    expect((await call('/api/echo', { headers: { 'x-long': 'x'.repeat(9_500) } })).status).toBe(200);
  });

  it('refuse more than 10 MB, and what Lambda would not take', async () => {
    const post = (size: number) =>
      call('/api/echo', {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: 'x'.repeat(size),
      });
    expect((await post(10 * 1024 * 1024 + 1)).status).toBe(413);
    expect((await post(6_300_000)).status).toBe(500);
  });
});

describe('an authorizer', () => {
  it('is asked, and gives its context to the function', async () => {
    expect((await call('/api/guarded')).status).toBe(401);
    expect((await call('/api/guarded', { headers: { authorization: 'bad' } })).status).toBe(403);
    const seen = await event('/api/guarded', { headers: { authorization: 'good' } });
    expect(seen.requestContext.authorizer).toEqual({ lambda: { who: 'me' } });
  });
});

describe('CORS', () => {
  const preflight = (origin: string) =>
    call('/api/echo', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });

  it('answers the preflight of an allowed origin only', async () => {
    const allowed = await preflight('https://brand.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://brand.example');
    expect(allowed.headers.get('access-control-allow-methods')).toBe('GET,POST');
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('marks the responses for an allowed origin', async () => {
    const marked = await call('/api/echo', { headers: { origin: 'https://brand.example' } });
    expect(marked.headers.get('access-control-allow-origin')).toBe('https://brand.example');
  });
});
