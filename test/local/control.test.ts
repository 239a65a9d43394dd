import { Agent, request } from 'node:http';
import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type System, startSystem } from '../support/system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
}, 60_000);
afterAll(() => system.stop());

const brand = (id: string) =>
  JSON.stringify({ brand: id, name: id, admin: { loginName: 'a@b.example', name: 'A' } });

/** Calls the bootstrap function by the address that the operator's command uses. */
function bootstrap(id: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  const url = `${system.runtime.addresses.control}/lambda/2015-03-31/functions/bootstrap/invocations`;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end(brand(id));
  });
}

describe('the services behind the functions', () => {
  it('answer a tool on this machine', async () => {
    expect(await bootstrap('by-tool')).toBe(200);
  });

  it('keep a connection that stood idle: a call sent as it closes would be made, and counted, twice', async () => {
    const agent = new Agent({ keepAlive: true });
    const onKept = () =>
      new Promise<boolean>((resolve, reject) => {
        const sent = request(`${system.runtime.addresses.control}/meter`, { agent }, (response) => {
          response.resume().on('end', () => resolve(sent.reusedSocket));
        });
        sent.on('error', reject).end();
      });
    await onKept();
    // Node.js closes after five seconds where nothing else is said.
    await pass(6_500);
    expect(await onKept()).toBe(true);
    agent.destroy();
  }, 20_000);

  it.each<[string, string, Record<string, string>]>([
    ['a page, by its origin', 'one', { origin: 'https://evil.example', 'content-type': 'text/plain' }],
    ['a page of no origin', 'two', { origin: 'null' }],
    ['a page that sends a form or loads an image', 'three', { 'sec-fetch-site': 'cross-site' }],
    ['a page whose host name leads here since a moment ago', 'four', { host: 'rebound.evil.example' }],
  ])('refuse %s', async (_, id, headers) => {
    expect(await bootstrap(id, headers)).toBe(403);
    // Nothing was made: the name is free.
    expect(await system.runtime.invoke('bootstrap', JSON.parse(brand(id)))).toMatchObject({
      payload: { brand: id },
    });
  });
});
