import { beforeEach, describe, expect, it } from '@jest/globals';
import { done, type Result, refuse } from '../../../lambdas/core/result.ts';
import { Jwks } from '../../../lambdas/edge/jwks.ts';

const url = 'https://login.acme.example/jwks';
const minute = 60_000;

let now: number;
let calls: string[];
let serve: (url: string) => Promise<Result<Record<string, unknown>>>;
let jwks: Jwks;
beforeEach(() => {
  now = 1_000_000_000;
  calls = [];
  serve = async () => done({ keys: [key('one')] });
  jwks = new Jwks(
    (address) => {
      calls.push(address);
      return serve(address);
    },
    () => now,
  );
});

const key = (kid: string) => ({ kty: 'EC', kid });
const kids = (result: Result<readonly { kid?: string }[]>) =>
  result.ok ? result.value.map(({ kid }) => kid) : result.refusal.code;

describe('keys that a host publishes', () => {
  it('are fetched once in an hour', async () => {
    for (const after of [0, 59 * minute]) {
      now += after;
      expect(kids(await jwks.find('acme', url, 'one'))).toEqual(['one']);
    }
    expect(calls).toEqual([url]);
    now += minute;
    await jwks.find('acme', url, 'one');
    expect(calls).toEqual([url, url]);
  });

  it('are fetched once for many who ask at the same time', async () => {
    await Promise.all(Array.from({ length: 50 }, () => jwks.find('acme', url, 'one')));
    expect(calls).toHaveLength(1);
  });

  it('are fetched anew for an unknown kid, at most once in five minutes', async () => {
    await jwks.find('acme', url, 'one');
    serve = async () => done({ keys: [key('one'), key('two')] });
    for (let i = 0; i < 20; i += 1)
      expect(kids(await jwks.find('acme', url, `made-up-${i}`))).toEqual(['one']);
    expect(calls).toHaveLength(1);
    now += 5 * minute;
    expect(kids(await jwks.find('acme', url, 'two'))).toEqual(['one', 'two']);
    for (let i = 0; i < 20; i += 1) await jwks.find('acme', url, `made-up-${i}`);
    expect(calls).toHaveLength(2);
  });

  it('may be signed with as soon as they are published', async () => {
    await jwks.find('acme', url, 'one');
    serve = async () => done({ keys: [key('one'), key('two')] });
    now += 1;
    expect(kids(await jwks.find('acme', url, 'two'))).toEqual(['one', 'two']);
    await jwks.find('acme', url, 'made-up');
    expect(calls).toHaveLength(2);
  });

  it('stay while the host is down, for an hour', async () => {
    await jwks.find('acme', url, 'one');
    serve = async () => refuse('unavailable');
    now += 6 * minute;
    for (let i = 0; i < 12; i += 1) {
      expect(kids(await jwks.find('acme', url, `other-${i}`))).toEqual(['one']);
      now += 20_000;
    }
    expect(calls).toHaveLength(2);
    now += 60 * minute;
    expect(kids(await jwks.find('acme', url, 'one'))).toBe('unavailable');
  });

  it('are not asked of a host that has just failed', async () => {
    serve = async () => refuse('unavailable');
    for (let i = 0; i < 5; i += 1) expect(kids(await jwks.find('acme', url, 'one'))).toBe('unavailable');
    expect(calls).toHaveLength(1);
    now += 10_000;
    serve = async () => done({ keys: [key('one')] });
    expect(kids(await jwks.find('acme', url, 'one'))).toEqual(['one']);
  });

  it('are those of the brand, whatever another brand says of the address', async () => {
    const slow = new Promise<Result<Record<string, unknown>>>(() => {});
    serve = async () => slow;
    void jwks.find('evil', url, 'one');
    serve = async () => done({ keys: [key('one')] });
    expect(kids(await jwks.find('acme', url, 'one'))).toEqual(['one']);
  });

  it.each([{}, { keys: 'none' }, { keys: Array.from({ length: 101 }, () => key('one')) }])(
    'must be a JWK Set of a sensible size (%#)',
    async (set) => {
      serve = async () => done(set);
      expect(kids(await jwks.find('acme', url, 'one'))).toBe('unavailable');
    },
  );

  it('are kept for the 200 addresses used last', async () => {
    for (let i = 0; i < 201; i += 1) await jwks.find('acme', `${url}/${i}`, 'one');
    await jwks.find('acme', `${url}/200`, 'one');
    expect(calls).toHaveLength(201);
    await jwks.find('acme', `${url}/0`, 'one');
    expect(calls).toHaveLength(202);
  });
});
