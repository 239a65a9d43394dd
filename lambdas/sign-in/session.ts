import type { signInRoutes } from '../../contract/http/sign-in.ts';
import { holds } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { halfAlive } from '../core/sign-in/code-changes.ts';
import { lifetimes } from '../core/sign-in/lifetimes.ts';
import { sessionView } from '../core/sign-in/session.ts';
import { halfAttribute, halvesOf, userOf } from '../core/sign-in/user.ts';
import { networkOf } from '../edge/address.ts';
import { readAgentSession, readAgentSessionOfPage, requireSameOrigin } from '../edge/agent-session.ts';
import { type HalfCookie, noCookie, readCookie } from '../edge/cookies.ts';
import type { HttpAnswer, HttpHandler } from '../edge/http.ts';
import { recordAudit } from '../store/audit.ts';
import { agentOf, endOneSession, listSessions } from '../store/sessions.ts';
import { changeUser, readUser } from '../store/users.ts';
import type { Dependencies } from './dependencies.ts';

type Read = typeof signInRoutes.readSession;

/** Who is signed in, or what the sign-in still asks for. */
export const readSession =
  (deps: Dependencies): HttpHandler<Read> =>
  async ({ cookies }) => {
    const cookie = readCookie(cookies);
    if (cookie?.kind === 'half') return readHalf(deps, cookie);
    const session = await readAgentSession(deps.db, cookies, deps.now());
    if (!session.ok) return session;
    const { brand, agent, name, role, until } = session.value;
    return done({ body: { state: 'signed_in', brand, agent, name, role, expiresAt: until } });
  };

async function readHalf(
  { db, now }: Dependencies,
  { brand, agent, hash }: HalfCookie,
): Promise<Result<HttpAnswer<Read>>> {
  const item = await readUser(db, brand, agent);
  const half = item && halvesOf(item).find(([id]) => id === hash)?.[1];
  if (!item || !half || !holds(halfAlive(hash, now()).that, item)) return refuse('unauthorized');
  const { name, role, factor } = userOf(item);
  const state = factor === undefined ? 'enrol' : 'code';
  return done({ body: { state, brand, agent, name, role, expiresAt: half.at + lifetimes.half } });
}

/** Ends this session and closes its sockets; a sign-in that is not complete is given up. Safe to repeat. */
export const signOut =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.signOut> =>
  async (request) => {
    const own = requireSameOrigin(request, deps.publicOrigin);
    if (!own.ok) return own;
    const { db } = deps;
    const cookie = readCookie(request.cookies);
    if (cookie?.kind === 'half')
      await changeUser(db, cookie.brand, cookie.agent, {
        guards: [],
        set: {},
        remove: [halfAttribute(cookie.hash)],
      });
    if (cookie?.kind === 'session') {
      // Also when it has ended: its sockets may still have to be closed.
      const agent = await agentOf(db, cookie);
      if (agent) await end(deps, cookie.brand, agent, cookie.hash, networkOf(request.address), 'sign_out');
    }
    return done({ cookies: [noCookie()] });
  };

/** One's own sessions, the newest first. */
export const listOwnSessions =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.listSessions> =>
  async ({ cookies }) => {
    const { db, now } = deps;
    const session = await readAgentSession(db, cookies, now());
    if (!session.ok) return session;
    const { brand, agent, hash } = session.value;
    const item = await readUser(db, brand, agent);
    const sessions = item ? await listSessions(db, item, now()) : [];
    return done({
      body: { sessions: sessions.map((one) => ({ ...sessionView(one), current: one.hash === hash })) },
    });
  };

/** Ends one of one's own sessions. */
export const endOwnSession =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.endSession> =>
  async (request) => {
    const session = await readAgentSessionOfPage(deps.db, request, deps.publicOrigin, deps.now());
    if (!session.ok) return session;
    const { brand, agent } = session.value;
    const network = networkOf(request.address);
    const ended = await end(deps, brand, agent, request.params.session, network, 'end_session');
    return ended ? done({}) : refuse('not_found');
  };

async function end(
  { db, closeSocket, now }: Dependencies,
  brand: string,
  agent: string,
  hash: string,
  network: string,
  event: string,
): Promise<boolean> {
  const item = await readUser(db, brand, agent);
  const ended = item !== undefined && (await endOneSession(db, item, hash, closeSocket, now()));
  if (ended) await recordAudit(db, { brand, account: agent, event, ok: true, on: hash, network, at: now() });
  return ended;
}
