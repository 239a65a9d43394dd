import { generateSync } from 'otplib';
import type * as z from 'zod/mini';
import type { OutEvent } from '../../contract/events-out.ts';
import type { createdBrand } from '../../contract/http/management/operator.ts';
import { managementRoutes } from '../../contract/http/management.ts';
import type { HttpRoute } from '../../contract/http/route.ts';
import { signInRoutes } from '../../contract/http/sign-in.ts';
import { bootstrap } from '../../lambdas/bootstrap/bootstrap.ts';
import type { Result } from '../../lambdas/core/result.ts';
import type { SealedUse } from '../../lambdas/core/settings/sealed-use.ts';
import { serveHttp } from '../../lambdas/edge/http.ts';
import { managementHandlers } from '../../lambdas/management/routes.ts';
import { signInHandlers } from '../../lambdas/sign-in/routes.ts';
import type { Sealing } from '../../lambdas/sign-in/sealing.ts';
import { KeyFile } from '../../local/kms/keys.ts';
import { startTable } from './table.ts';

export const publicOrigin = 'https://desk.doorstep.example';
export const goodPassword = 'seven quiet herons';

/** What the caller of a route may say besides the body. */
export interface Call {
  readonly body?: unknown;
  readonly cookie?: string | undefined;
  readonly origin?: string | null;
  readonly address?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Readonly<Record<string, string>>;
  /** The cookies that were set, whole. */
  readonly cookies: readonly string[];
  /** The first of them as a browser sends it back. */
  readonly cookie: string | undefined;
}

type Routes = typeof signInRoutes & typeof managementRoutes;
export type RouteName = keyof Routes;

/** Sealing under a key in memory: what one owner sealed opens for no other. */
function memorySealing(): Sealing & { calls: number; down: boolean } {
  const file = new KeyFile();
  // Makes what is sealed as long as KMS makes it: 152 bytes more than the secret.
  const keyId = 'k'.repeat(123);
  const sealing = {
    calls: 0,
    down: false,
    async seal(secret: string, owner: { brand: string; agent: string }) {
      sealing.begin();
      return file.seal(keyId, Buffer.from(secret), { ...owner }).toString('base64url');
    },
    async open(sealed: string, owner: { brand: string; agent: string }) {
      sealing.begin();
      return file.open(Buffer.from(sealed, 'base64url'), { ...owner }).plaintext.toString();
    },
    begin() {
      sealing.calls += 1;
      if (sealing.down) throw Object.assign(new Error('down'), { name: 'KMSInternalException' });
    },
  };
  return sealing;
}

/** The same for what a brand keeps secret. */
function memorySeals() {
  const file = new KeyFile();
  return {
    seal: async (brand: string, use: SealedUse, secret: string) =>
      file.seal('key', Buffer.from(secret), { brand, use }).toString('base64url'),
    open: async (brand: string, use: SealedUse, sealed: string) =>
      file.open(Buffer.from(sealed, 'base64url'), { brand, use }).plaintext.toString(),
  };
}

/** Sign-in, management and bootstrap on a real table, with a clock that the test sets. */
export async function openOffice() {
  const table = await startTable();
  const sealing = memorySealing();
  const clock = { now: Date.parse('2026-11-21T09:00:10Z') };
  const closed: string[] = [];
  const published: OutEvent[] = [];
  const deps = {
    db: table.db,
    sealing,
    closeSocket: async (connection: string) => {
      if (office.socketsFail) throw Object.assign(new Error('down'), { name: 'ServiceUnavailable' });
      closed.push(connection);
    },
    publicOrigin,
    seals: memorySeals(),
    publish: async (events: readonly OutEvent[]) => {
      published.push(...events);
      return [];
    },
    loopback: ['http://127.0.0.1:4101'],
    now: () => clock.now,
  };
  const routes: Record<string, HttpRoute> = { ...signInRoutes, ...managementRoutes };
  const signIn = serveHttp(signInRoutes, signInHandlers(deps));
  const management = serveHttp(managementRoutes, managementHandlers(deps));

  /** Calls a route as API Gateway would. */
  async function call(name: RouteName, given: Call = {}): Promise<Reply> {
    const route = routes[name];
    if (!route) throw new Error(`There is no route ${name}.`);
    const body = given.body === undefined ? (route.body ? {} : undefined) : given.body;
    const origin = given.origin === undefined ? publicOrigin : given.origin;
    const event = {
      routeKey: `${route.method} ${route.path}`,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'test browser',
        ...(origin === null ? {} : { origin }),
        ...given.headers,
      },
      cookies: given.cookie === undefined ? [] : [given.cookie],
      pathParameters: given.params,
      queryStringParameters: given.query,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      isBase64Encoded: false,
      requestContext: { requestId: 'r', http: { sourceIp: given.address ?? '198.51.100.7' } },
    };
    const serve = route.function === 'sign-in' ? signIn : management;
    const answer = await serve(event as never);
    const cookies = answer.cookies ?? [];
    return {
      status: answer.statusCode ?? 0,
      body: answer.body === undefined ? {} : JSON.parse(answer.body),
      headers: answer.headers as Record<string, string>,
      cookies,
      cookie: cookies[0]?.split(';')[0],
    };
  }

  const codeAt = (secret: string, steps = 0) =>
    generateSync({ secret, epoch: Math.floor(clock.now / 1000) + steps * 30 });

  const operate = (event: unknown) => bootstrap(deps, event);
  /** Makes a brand, or invites an admin. */
  const create = (event: unknown) => operate(event) as Promise<Result<z.infer<typeof createdBrand>>>;

  /** Uses an invitation's link. */
  function choosePassword(link: string, password = goodPassword) {
    const fragment = new URLSearchParams(new URL(link).hash.slice(1));
    const body = { brand: fragment.get('brand'), invitation: fragment.get('invitation'), password };
    return call('acceptInvitation', { body });
  }

  const enterPassword = (
    brand: string,
    loginName: string,
    more: Partial<Call> & { password?: string } = {},
  ) => {
    const { password = goodPassword, ...rest } = more;
    return call('enterPassword', { body: { brand, loginName, password }, ...rest });
  };

  /** Enrols an authenticator in a sign-in that owes it; the answer holds its secret and the session's cookie. */
  async function enrol(cookie: string | undefined) {
    const begun = await call('beginTotp', { cookie });
    const secret = String(begun.body.secret);
    const done = await call('confirmTotp', { cookie, body: { code: codeAt(secret) } });
    return { begun, done, secret, cookie: done.cookie };
  }

  /** A brand with an admin who is signed in. */
  async function brandWithAdmin(brand: string, options: { mfa?: boolean } = {}) {
    const admin = `admin@${brand}.example`;
    const made = await create({
      brand,
      name: `The ${brand}`,
      admin: { loginName: admin, name: 'Ada' },
      ...options,
    });
    if (!made.ok) throw new Error(`${brand}: ${made.refusal.code}`);
    await choosePassword(made.value.invitation.link);
    const { cookie: half } = await enterPassword(brand, admin);
    if (options.mfa === false) return { brand, admin, id: made.value.user, secret: '', cookie: half };
    const { secret, cookie } = await enrol(half);
    return { brand, admin, id: made.value.user, secret, cookie };
  }

  /** Signs in one who has enrolled, a time step later, for a code works once. */
  async function signInAgain(brand: string, loginName: string, secret: string) {
    clock.now += 30_000;
    const { cookie } = await enterPassword(brand, loginName);
    return call('enterCode', { cookie, body: { code: codeAt(secret) } });
  }

  const office = {
    ...table,
    /** Whether sockets cannot be closed for now. */
    socketsFail: false,
    deps,
    sealing,
    clock,
    closed,
    published,
    call,
    codeAt,
    create,
    operate,
    choosePassword,
    enterPassword,
    enrol,
    brandWithAdmin,
    signInAgain,
  };
  return office;
}

export type Office = Awaited<ReturnType<typeof openOffice>>;
