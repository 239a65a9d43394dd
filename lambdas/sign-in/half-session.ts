import { done, type Result, refuse } from '../core/result.ts';
import { requireSameOrigin } from '../edge/agent-session.ts';
import { type HalfCookie, readCookie } from '../edge/cookies.ts';

/** The cookie of a sign-in that goes on, on a request from a page of ours. Whether it is good the user's item decides. */
export function requireHalf(
  request: { readonly cookies: readonly string[]; readonly origin: string | undefined },
  publicOrigin: string,
): Result<HalfCookie> {
  const own = requireSameOrigin(request, publicOrigin);
  if (!own.ok) return own;
  const cookie = readCookie(request.cookies);
  if (!cookie) return refuse('unauthorized');
  return cookie.kind === 'half' ? done(cookie) : refuse('password_required');
}
