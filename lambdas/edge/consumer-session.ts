import { done, type Result, refuse } from '../core/result.ts';
import { s256 } from '../core/secrets.ts';
import type { ConsumerSession, ConsumerSessions } from '../store/consumer-sessions.ts';

interface Presented {
  readonly params: { readonly brand: string; readonly engagement: string };
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly origin: string | undefined;
}

export interface Bearer {
  readonly session: ConsumerSession;
  readonly hash: string;
}

const scheme = /^Bearer ([A-Za-z0-9_-]{43})$/;

/** The hash of the bearer token that a request carries (RFC 6750, section 2.1). */
function bearerHash(headers: Presented['headers']): string | undefined {
  const [, token] = scheme.exec(headers.authorization ?? '') ?? [];
  return token && s256(token);
}

/**
 * The session of a request: alive, of this brand and engagement, and used from the page that it was opened for. Whether it
 * is the conversation's own is for the head to say.
 */
export async function requireSession(
  { sessions, now }: { readonly sessions: ConsumerSessions; readonly now: () => number },
  request: Presented,
): Promise<Result<Bearer>> {
  const hash = bearerHash(request.headers);
  const session = hash && (await sessions.find(request.params.brand, hash));
  if (!hash || !session || session.until <= now()) return refuse('unauthorized');
  if (session.engagement !== request.params.engagement) return refuse('unauthorized');
  // A page of our own origin sends none with a GET; the bearer token is what authorizes.
  if (request.origin !== undefined && request.origin !== session.origin) return refuse('origin_refused');
  return done({ session, hash });
}
