import { done, type Result, refuse } from '../core/result.ts';
import type { Entry } from '../core/sign-in/entry.ts';
import { readAgentSessionOfPage, requireSameOrigin } from '../edge/agent-session.ts';
import { readCookie } from '../edge/cookies.ts';
import type { HttpRequest } from '../edge/http.ts';
import type { Dependencies } from './dependencies.ts';

/** Who enters a factor, and where: in a sign-in that goes on, or in a session. */
export interface Person {
  readonly brand: string;
  readonly agent: string;
  readonly entry: Entry;
}

type Request = Pick<HttpRequest, 'cookies' | 'origin' | 'address'>;

/** The person of either cookie, on a request from a page of ours. Whether a sign-in is still going on the user's item decides. */
export async function requirePerson(deps: Dependencies, request: Request): Promise<Result<Person>> {
  const own = requireSameOrigin(request, deps.publicOrigin);
  if (!own.ok) return own;
  const cookie = readCookie(request.cookies);
  if (!cookie) return refuse('unauthorized');
  if (cookie.kind === 'session') return requireOwner(deps, request);
  const { brand, agent, hash } = cookie;
  return done({ brand, agent, entry: { kind: 'half', id: hash } });
}

/** The person of a session. */
export async function requireOwner(deps: Dependencies, request: Request): Promise<Result<Person>> {
  const session = await readAgentSessionOfPage(deps.db, request, deps.publicOrigin, deps.now());
  if (!session.ok) return session;
  const { brand, agent, hash } = session.value;
  return done({ brand, agent, entry: { kind: 'session', id: hash } });
}
