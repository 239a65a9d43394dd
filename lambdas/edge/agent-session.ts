import { done, type Result, refuse } from '../core/result.ts';
import { lifetimes } from '../core/sign-in/lifetimes.ts';
import type { AgentSession } from '../core/sign-in/session.ts';
import type { Db } from '../store/db.ts';
import { readSession, touchSession } from '../store/sessions.ts';
import { readBrand } from '../store/settings.ts';
import { readCookie } from './cookies.ts';
import { inNetworks } from './networks.ts';

const owed = { code: 'second_factor_required', enrol: 'enrolment_required' } as const;

/** What a request says of its caller. */
export interface Caller {
  readonly cookies: readonly string[];
  readonly address: string;
}

/**
 * The session that a request's cookie stands for: one strong read, and a write when its last recorded use is over five
 * minutes ago; then it also learns which networks the brand allows by now. The cookie of a sign-in that is not complete
 * opens nothing.
 */
export async function readAgentSession(
  db: Db,
  { cookies, address }: Caller,
  now: number,
): Promise<Result<AgentSession>> {
  const cookie = readCookie(cookies);
  if (!cookie) return refuse('unauthorized');
  if (cookie.kind === 'half') return refuse(owed[cookie.owes]);
  const session = await readSession(db, cookie, now);
  if (!session.ok) return session;
  const stale = now - session.value.lastUsedAt >= lifetimes.recordUse;
  const networks = stale ? await networksOf(db, cookie.brand) : (session.value.networks ?? []);
  const here = requireNetwork(address, networks);
  if (!here.ok) return here;
  if (!stale) return session;
  const touched = await touchSession(db, session.value, now, networks);
  return touched.ok ? session : touched;
}

/**
 * The same for what weighs more: the brand is read along, in the same round trip, so that a change of its networks holds
 * at once.
 */
export async function readAgentSessionStrictly(
  db: Db,
  caller: Caller,
  now: number,
): Promise<Result<AgentSession>> {
  const brand = brandOfCookie(caller.cookies);
  const [session, networks] = await Promise.all([
    readAgentSession(db, caller, now),
    brand === undefined ? [] : networksOf(db, brand),
  ]);
  if (!session.ok) return session;
  const here = requireNetwork(caller.address, networks);
  return here.ok ? session : here;
}

/** The networks that a brand's people may work from, as it says now. */
export const networksOf = async (db: Db, brand: string): Promise<readonly string[]> =>
  (await readBrand(db, brand))?.networks ?? [];

/** That an address is in one of the networks, where there are any. */
export const requireNetwork = (address: string, networks: readonly string[]): Result<undefined> =>
  networks.length === 0 || inNetworks(address, networks) ? done(undefined) : refuse('network_refused');

/** The brand that a complete session's cookie claims to be of: good for reading along with the session, never without. */
export function brandOfCookie(cookies: readonly string[]): string | undefined {
  const cookie = readCookie(cookies);
  return cookie?.kind === 'session' ? cookie.brand : undefined;
}

/** The same for a change: the request must come from a page of ours, since browsers add the cookie by themselves. */
export async function readAgentSessionOfPage(
  db: Db,
  request: Caller & { readonly origin: string | undefined },
  publicOrigin: string,
  now: number,
): Promise<Result<AgentSession>> {
  const own = requireSameOrigin(request, publicOrigin);
  return own.ok ? readAgentSessionStrictly(db, request, now) : own;
}

/** Exactly our origin, and said so: a missing one is refused too. */
export const requireSameOrigin = (
  { origin }: { readonly origin: string | undefined },
  publicOrigin: string,
): Result<undefined> => (origin === publicOrigin ? done(undefined) : refuse('origin_refused'));

/** Where no cookie speaks for the caller yet: a page of another origin is refused, a program that has none is not. */
export const requireOwnOriginIfAny = (
  { origin }: { readonly origin: string | undefined },
  publicOrigin: string,
): Result<undefined> =>
  origin === undefined || origin === publicOrigin ? done(undefined) : refuse('origin_refused');
