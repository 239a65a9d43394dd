import { type HttpRoute, takesIdempotencyKey } from '../../contract/http/route.ts';
import { absent, all, equals, type Item } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { openedBy, sealedBy } from '../core/sealed.ts';
import { fingerprint, s256 } from '../core/secrets.ts';
import type { Db } from '../store/db.ts';
import { keys } from '../store/table.ts';
import { type Admin, requireAdminOnPage } from './admin-session.ts';
import type { HttpAnswer, HttpHandler, HttpHandlers } from './http.ts';

interface Dependencies {
  readonly db: Db;
  readonly publicOrigin: string;
  /** Milliseconds. */
  readonly now: () => number;
}

/**
 * As random as a UUID at least: what is kept of the answer is sealed with it alone, so that one that shows a secret once can be
 * shown again to the one who asked, and to nobody who reads the table.
 */
const form = /^[\x21-\x7e]{22,128}$/;

/** An answer is kept for a day. */
const life = 24 * 60 * 60;
/** A request that has not ended after so long has failed; milliseconds. */
const patience = 60_000;

/**
 * Makes a creating call of an admin safe to repeat: the same `Idempotency-Key` with the same request is done once and
 * answered the same for a day; with another request it is a `conflict`. Without the header nothing changes. What was refused
 * is forgotten, so that it can be tried again.
 */
const once =
  <R extends HttpRoute>(deps: Dependencies, name: string, handler: HttpHandler<R>): HttpHandler<R> =>
  async (request) => {
    const given = request.headers['idempotency-key'];
    if (given === undefined) return handler(request);
    if (!form.test(given))
      return refuse('invalid_request', {
        errors: [
          { path: 'Idempotency-Key', message: 'must be 22 to 128 visible ASCII characters, like a UUID' },
        ],
      });
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const begun = await begin(deps, admin.value, given, digestOf(name, request));
    if (!begun.ok) return begun;
    if (begun.value.kept !== undefined)
      return done(openedBy(given, 'idempotency', begun.value.kept) as HttpAnswer<R>);
    const result = await handler(request).catch(async (error: unknown) => {
      await forget(deps, begun.value.item);
      throw error;
    });
    if (result.ok)
      await deps.db.put({ ...begun.value.item, kept: sealedBy(given, 'idempotency', result.value) });
    else await forget(deps, begun.value.item);
    return result;
  };

/** The handlers of a function, each that creates something made safe to repeat. */
export const onceEach = <Routes extends Record<string, HttpRoute>>(
  deps: Dependencies,
  routes: Routes,
  handlers: HttpHandlers<Routes>,
): HttpHandlers<Routes> =>
  Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => {
      const route = routes[name];
      return [name, route && takesIdempotencyKey(route) ? once(deps, name, handler) : handler];
    }),
  ) as HttpHandlers<Routes>;

const digestOf = (name: string, request: { readonly params: unknown; readonly body: unknown }): string =>
  s256(JSON.stringify([name, request.params, request.body]));

const forget = ({ db }: Dependencies, { pk, sk }: Item) => db.delete({ pk: String(pk), sk: String(sk) });

/** Takes the key for this request, in one conditional write; `kept` is the answer, when it was done already. */
async function begin(
  { db, now }: Dependencies,
  { brand, agent }: Admin,
  given: string,
  digest: string,
): Promise<Result<{ readonly item: Item; readonly kept?: string }>> {
  const key = keys.idempotency(brand, fingerprint('idempotency', agent, given));
  const item = { ...key, digest, at: now(), ttl: Math.ceil(now() / 1000) + life };
  const there = await db.putNew(item);
  // Time to live is late; an answer of yesterday is none.
  if (there === undefined || Number(there.ttl) * 1000 <= now()) {
    if (there !== undefined) await db.put(item);
    return done({ item });
  }
  if (there.digest !== digest)
    return refuse('conflict', { detail: 'This idempotency key was used for another request.' });
  if (typeof there.kept === 'string') return done({ item, kept: there.kept });
  const busy = refuse('unavailable', { retryAfter: 1, detail: 'The first request is still being done.' });
  if (now() - Number(there.at) < patience) return busy;
  const same = all(equals(['digest'], digest), equals(['at'], Number(there.at)), absent('kept'));
  return (await db.put(item, same)) ? done({ item }) : busy;
}
