import { done, type Result, refuse } from '../core/result.ts';
import { lifetimes } from '../core/sign-in/lifetimes.ts';
import type { AgentSession } from '../core/sign-in/session.ts';
import type { Db } from '../store/db.ts';
import { readSession, touchSession } from '../store/sessions.ts';
import { readCookie } from './cookies.ts';

const owed = { code: 'second_factor_required', enrol: 'enrolment_required' } as const;

/**
 * The session that a request's cookie stands for: one strong read, and a write when its last recorded use is over five
 * minutes ago. The cookie of a sign-in that is not complete opens nothing.
 */
export async function readAgentSession(
  db: Db,
  cookies: readonly string[],
  now: number,
): Promise<Result<AgentSession>> {
  const cookie = readCookie(cookies);
  if (!cookie) return refuse('unauthorized');
  if (cookie.kind === 'half') return refuse(owed[cookie.owes]);
  const session = await readSession(db, cookie, now);
  if (!session.ok || now - session.value.lastUsedAt < lifetimes.recordUse) return session;
  const touched = await touchSession(db, cookie, now);
  return touched.ok ? session : touched;
}

/** The brand that a complete session's cookie claims to be of: good for reading along with the session, never without. */
export function brandOfCookie(cookies: readonly string[]): string | undefined {
  const cookie = readCookie(cookies);
  return cookie?.kind === 'session' ? cookie.brand : undefined;
}

/** The same for a change: the request must come from a page of ours, since browsers add the cookie by themselves. */
export async function readAgentSessionOfPage(
  db: Db,
  request: { readonly cookies: readonly string[]; readonly origin: string | undefined },
  publicOrigin: string,
  now: number,
): Promise<Result<AgentSession>> {
  const own = requireSameOrigin(request, publicOrigin);
  return own.ok ? readAgentSession(db, request.cookies, now) : own;
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
