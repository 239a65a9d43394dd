import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpRoute } from '../../contract/http/route.ts';
import { httpRoutes, type Operation } from '../../contract/http.ts';
import { problems } from '../../contract/problems.ts';
import { httpAlways, httpRefusals, withBody, withParams } from '../../contract/refusals.ts';
import { internals, wrongVariants } from '../support/hostile-values.ts';
import { type Answer, type Ask, http } from '../support/http.ts';
import { agentAtWork, newToken, password, type Visitor, visit } from '../support/people.ts';
import { createBrand, type System, s256, startSystem, type TestBrand } from '../support/system.ts';

let system: System;
let brand: TestBrand;
let visitor: Visitor;
let full: string;
let half: string;
const logged: string[] = [];
beforeAll(async () => {
  system = await startSystem({ log: (line) => logged.push(line) });
  brand = await createBrand(system, 'acme');
  full = (await agentAtWork(system, brand)).cookie;
  visitor = await visit(system, brand);
  const { origin } = system;
  const body = { brand: brand.id, loginName: brand.admin, password };
  const answer = await http(`${origin}/api/sign-in/password`, { origin, body });
  half = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}, 60_000);
afterAll(() => system.stop());

const segments = ['a%23b', '%00', '%20', '%F0%9F%92%A5', '__proto__', 'x'.repeat(65), 'x'.repeat(3000)];
const unknownQueries = ['unheard-of', '__proto__'];
const queryValues = [
  '-1',
  '0',
  '1',
  '999999999999',
  '9'.repeat(30),
  '',
  '%00',
  'x'.repeat(3000),
  'd2FpdGluZyMx',
];
const texts = ['', '{', '{"__proto__":1}', 'x'.repeat(200_000), '\ufeff{}'];

const settings = {
  name: 'Web',
  channel: 'messaging',
  platform: 'web',
  origins: ['https://shop.example'],
  idleMinutes: 30,
  authenticatedMinutes: 30,
  requestMinutes: 15,
};
const issuer = {
  iss: 'https://login.example',
  aud: 'doorstep',
  namespace: 'people',
  nonce: true,
  keys: [{ kid: 'k1', alg: 'ES256', key: 'no key' }],
};

/** What a browser would send of a passkey, with nothing in it. */
const passkey = (...parts: string[]) => ({
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  response: { clientDataJSON: 'e30', ...Object.fromEntries(parts.map((part) => [part, 'AAAA'])) },
});

/** A body that has the documented form, where an operation takes one with fields. */
const bodies: Partial<Record<Operation, unknown>> = {
  startChallenge: { method: 'token', verifierHash: s256('v') },
  redeem: { method: 'token', verifier: newToken(), token: 'a.b.c', nextTokenHash: s256('n') },
  acceptInvitation: { brand: 'acme', invitation: newToken(), password: 'seven quiet herons' },
  enterPassword: { brand: 'acme', loginName: 'nobody', password: 'seven quiet herons' },
  confirmTotp: { code: '000000' },
  enterCode: { code: '000000' },
  enterRecoveryCode: { code: 'AAAA-BBBB' },
  beginPasskeySignIn: { brand: 'acme' },
  signInByPasskey: { brand: 'acme', credential: passkey('authenticatorData', 'signature') },
  enterPasskey: { credential: passkey('authenticatorData', 'signature') },
  confirmPasskey: { credential: passkey('attestationObject'), name: 'Laptop' },
  renameFactor: { name: 'Laptop' },
  prove: { password: 'seven quiet herons' },
  changeOwnPassword: { password: 'seven quiet herons' },
  resetUserFactors: { loginName: 'nobody' },
  changeBrand: { name: 'Acme', authenticatorApps: ['Aegis'], mfa: true },
  createEngagement: { ...settings, id: `e${randomUUID().slice(0, 8)}` },
  changeEngagement: settings,
  createIssuer: issuer,
  changeIssuer: issuer,
  createEncryptionKey: { alg: 'ECDH-ES' },
  inspectToken: { token: 'a.b.c', issuer: 'some', engagement: 'live', nonce: 'n' },
  beginTrial: { engagement: 'live', minutes: 5 },
  changeUser: { name: 'Ada', role: 'agent', disabled: false },
  reportLogin: { login: newToken(), subject: 'customer-1' },
  revokeIdentity: { id: 'r1', person: { identity: 'somebody' } },
  changeRecordSettings: { fields: [{ name: 'born', as: 'date' }] },
  loadRecords: { upload: 'u1', part: 1, records: [{ subject: 's', data: { born: '2000-01-01' } }] },
  deleteRecords: { subject: 'customer-1' },
  inviteUser: { loginName: 'new@acme.example', name: 'New', role: 'agent' },
};

const namesInPath = (path: string) => Array.from(path.matchAll(/\{([^}]+)\}/g), ([, name = '']) => name);

/** The path of a route with names that exist, as far as they need to. */
function pathOf(route: HttpRoute, over: Readonly<Record<string, string>> = {}): string {
  const engagement = route.function === 'management' ? 'live' : 'help';
  const names: Record<string, string> = {
    brand: brand.id,
    engagement,
    conversation: visitor.conversation,
    ...over,
  };
  return namesInPath(route.path).reduce(
    (path, name) => path.replace(`{${name}}`, names[name] ?? 'some'),
    route.path,
  );
}

function credentialsOf(route: HttpRoute): Ask {
  if (route.function === 'consumer-api')
    return { origin: brand.page, ...(route.access === 'consumer' ? { bearer: visitor.token } : {}) };
  if (route.access === 'public') return { origin: system.origin };
  return { origin: system.origin, cookie: route.access === 'half' ? half : full };
}

type Try = Ask & { readonly path: string };

/** Everything that is asked of one route. */
function triesOf(name: Operation, route: HttpRoute): Try[] {
  const path = pathOf(route);
  const taken = Object.keys(route.query.def.shape);
  const valid = route.body && (bodies[name] ?? {});
  const whole = valid ? { raw: JSON.stringify(valid) } : {};
  const wrongBodies = valid ? [...wrongVariants(valid).map((one) => JSON.stringify(one)), ...texts] : [];
  return [
    ...namesInPath(route.path).flatMap((part) =>
      segments.map((segment) => ({ path: pathOf(route, { [part]: segment }), ...whole })),
    ),
    // What a route takes gets every value; what it does not take is refused for its name.
    ...taken.flatMap((query) =>
      queryValues.map((value) => ({ path: `${path}?${query}=${value}`, ...whole })),
    ),
    ...unknownQueries.map((query) => ({ path: `${path}?${query}=1`, ...whole })),
    ...wrongBodies.map((raw) => ({ path, raw })),
    { path, ...whole, headers: { 'if-match': '"x"' } },
    { path, ...whole, headers: { authorization: `Bearer ${'x'.repeat(5000)}` } },
    { path, ...whole, cookie: `__Host-doorstep=${'x.'.repeat(2000)}` },
  ];
}

/** A caller's own mistakes; the others that any route may answer are faults of ours. */
const mistakes = httpAlways.filter((code) => code === 'invalid_request');

/** What an operation may be answered with, by the contract: its problems, without those that mean a fault of ours. */
const documented = (name: Operation, { body }: HttpRoute): ReadonlySet<string> =>
  new Set([...httpRefusals[name], ...(body ? withBody : []), ...withParams, ...mistakes]);

function complaintOf({ status, headers, body }: Answer, allowed: ReadonlySet<string>): string | undefined {
  if (status < 300) return undefined;
  const told = JSON.stringify(body);
  if (headers.get('content-type') !== 'application/problem+json') return `${status} ${told}`;
  if (!allowed.has(String(body.code))) return `undocumented: ${told}`;
  if (problems[body.code as keyof typeof problems].status !== status) return `${body.code} with ${status}`;
  return internals.test(told) ? `shows: ${told}` : undefined;
}

/** A server may answer before it has read all of a body, and close; who was still writing then asks once more. */
async function answered(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    const { cause } = error as { cause?: NodeJS.ErrnoException };
    if (cause?.code !== 'ECONNRESET' && cause?.code !== 'EPIPE') throw error;
    return ask();
  }
}

async function runAll<T>(all: readonly T[], run: (one: T) => Promise<void>): Promise<void> {
  const queue = [...all];
  const worker = async () => {
    for (let one = queue.pop(); one !== undefined; one = queue.pop()) await run(one);
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}

describe('hostile input gets no answer but the documented ones, by', () => {
  const operations = (Object.entries(httpRoutes) as [Operation, HttpRoute][])
    // It takes nothing but the cookie, and would end the session that the others need.
    .filter(([name]) => name !== 'signOut');

  it.each(operations)('%s', async (name, route) => {
    const allowed = documented(name, route);
    const wrong: string[] = [];
    await runAll(triesOf(name, route), async ({ path, headers, ...ask }) => {
      const ifMatch = route.method === 'PUT' ? { 'if-match': '"1"' } : {};
      const request = { ...credentialsOf(route), ...ask, headers: { ...ifMatch, ...headers } };
      const answer = await answered(() => http(system.origin + path, { method: route.method, ...request }));
      const complaint = complaintOf(answer, allowed);
      if (complaint) wrong.push(`${path.slice(0, 100)} ${ask.raw?.slice(0, 200)}: ${complaint}`);
    });
    expect(wrong).toEqual([]);
  });
});

describe('the log of all that', () => {
  it('tells of no fault, and holds no secret and nothing that was typed', () => {
    const log = logged.join('\n');
    expect(log).not.toContain('handler_failed');
    const lastPart = (cookie: string) => cookie.split('.').at(-1) ?? '';
    for (const secret of [visitor.token, lastPart(full), lastPart(half), password, brand.admin, 'herons'])
      expect(log).not.toContain(secret);
  });
});
