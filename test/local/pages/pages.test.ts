import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fixture, startFixture } from '../fixture/start.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.runtime.stop());

const get = (path: string, init: RequestInit = {}) =>
  fetch(fixture.runtime.addresses.publicOrigin + path, init);

/** Without fetch's tidying of the path. */
const raw = (path: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(fixture.runtime.addresses.publicOrigin);
    request({ port, path, host: '127.0.0.1' }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });

describe('pages', () => {
  it('are served with the root object, the rewrite and the error page', async () => {
    expect(await (await get('/')).text()).toContain('home');
    expect(await (await get('/desk/')).text()).toContain('desk');
    const missing = await get('/missing');
    expect([missing.status, await missing.text()]).toEqual([404, expect.stringContaining('missing')]);
  });

  it('have the headers of the policy, with this machine’s addresses', async () => {
    const { headers } = await get('/');
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'self'; connect-src 'self' ${fixture.runtime.addresses.socket}`,
    );
    expect(headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('permissions-policy')).toBe('camera=()');
    expect(headers.get('content-type')).toBe('text/html');
  });

  it('have their deployment’s marks replaced', async () => {
    expect(await (await get('/config.json')).json()).toEqual({ socket: fixture.runtime.socketUrl });
  });

  it('take no other methods, and stay in their folder', async () => {
    expect((await get('/', { method: 'POST' })).status).toBe(403);
    for (const path of ['/../api/index.mjs', '/..%2fapi/index.mjs', '/%2e%2e/api/index.mjs', '/%00'])
      expect(await raw(path)).toBe(404);
  });

  it('answer 304 to who has them', async () => {
    const etag = (await get('/')).headers.get('etag') ?? '';
    expect((await get('/', { headers: { 'if-none-match': etag } })).status).toBe(304);
  });
});

describe('the API behind the pages', () => {
  it('gets the distribution’s header in place of the viewer’s', async () => {
    const response = await get('/api/echo?x=1', { headers: { 'x-edge': 'forged', 'x-own': 'kept' } });
    const { headers, rawQueryString } = (await response.json()) as {
      headers: Record<string, string>;
      rawQueryString: string;
    };
    expect(headers['x-edge']).toBe('secret');
    expect(headers['x-own']).toBe('kept');
    expect(headers['x-forwarded-for']).toBe('127.0.0.1');
    expect(rawQueryString).toBe('x=1');
  });

  it('hides its 403 behind the error page, as CloudFront would', async () => {
    const response = await get('/api/guarded', { headers: { authorization: 'bad' } });
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('missing')]);
  });
});
