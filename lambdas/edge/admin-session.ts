import { done, type Result, refuse } from '../core/result.ts';
import type { AgentSession } from '../core/sign-in/session.ts';
import type { Db } from '../store/db.ts';
import { networkOf } from './address.ts';
import { readAgentSessionStrictly, requireSameOrigin } from './agent-session.ts';

interface Dependencies {
  readonly db: Db;
  readonly publicOrigin: string;
  /** Milliseconds. */
  readonly now: () => number;
}

interface Request {
  readonly cookies: readonly string[];
  readonly origin: string | undefined;
  readonly address: string;
}

/** An admin who is signed in, and the network that the request came from. */
export interface Admin extends AgentSession {
  readonly network: string;
}

/** The admin whose session the request carries. All that it may touch is of this admin's brand. */
export async function requireAdmin(
  { db, now }: Pick<Dependencies, 'db' | 'now'>,
  { cookies, address }: Request,
): Promise<Result<Admin>> {
  const session = await readAgentSessionStrictly(db, { cookies, address }, now());
  if (!session.ok) return session;
  if (session.value.role !== 'admin') return refuse('forbidden');
  return done({ ...session.value, network: networkOf(address) });
}

/** The same for a change, which must come from a page of ours. */
export async function requireAdminOnPage(deps: Dependencies, request: Request): Promise<Result<Admin>> {
  const own = requireSameOrigin(request, deps.publicOrigin);
  return own.ok ? requireAdmin(deps, request) : own;
}
