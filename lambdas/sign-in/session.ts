import type { signInRoutes } from '../../contract/http/sign-in.ts';
import { holds } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { entryAlive } from '../core/sign-in/entry.ts';
import { lifetimes } from '../core/sign-in/lifetimes.ts';
import { sessionView } from '../core/sign-in/session.ts';
import { halfAttribute, halvesOf, hasFactor, userOf } from '../core/sign-in/user.ts';
import { networkOf } from '../edge/address.ts';
import { readAgentSession, readAgentSessionOfPage, requireSameOrigin } from '../edge/agent-session.ts';
import { type HalfCookie, noCookie, readCookie } from '../edge/cookies.ts';
import type { HttpAnswer, HttpHandler } from '../edge/http.ts';
import { recordAudit } from '../store/audit.ts';
import {
  agentOf,
  endOneSession,
  endOtherSessions,
  forgetSessionNotice,
  listSessions,
} from '../store/sessions.ts';
import { changeUser, readUser } from '../store/users.ts';
import { methodsOf } from './begin.ts';
import type { Dependencies } from './dependencies.ts';

type Read = typeof signInRoutes.readSession;

/** Who is signed in, or what the sign-in still asks for. */
export const readSession =
  (deps: Dependencies): HttpHandler<Read> =>
  async (request) => {
    const cookie = readCookie(request.cookies);
    if (cookie?.kind === 'half') return readHalf(deps, cookie);
    const session = await readAgentSession(deps.db, request, deps.now());
    if (!session.ok) return session;
    const { brand, agent, name, role, until, notice } = session.value;
    const told = notice ? { notice } : {};
    return done({ body: { state: 'signed_in', brand, agent, name, role, expiresAt: until, ...told } });
  };

async function readHalf(
  { db, now }: Dependencies,
  { brand, agent, hash }: HalfCookie,
): Promise<Result<HttpAnswer<Read>>> {
  const item = await readUser(db, brand, agent);
  const half = item && halvesOf(item).find(([id]) => id === hash)?.[1];
  if (!item || !half || !holds(entryAlive({ kind: 'half', id: hash }, now()).that, item))
    return refuse('unauthorized');
  const { name, role } = userOf(item);
  const state = hasFactor(userOf(item)) ? 'code' : 'enrol';
  const methods = state === 'code' ? { methods: methodsOf(userOf(item)) } : {};
  const expiresAt = half.at + lifetimes.half;
  return done({ body: { state, ...methods, brand, agent, name, role, expiresAt } });
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
  async (request) => {
    const { db, now } = deps;
    const session = await readAgentSession(db, request, now());
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

/** Ends all of one's own sessions but the one that asks. */
export const endOwnOtherSessions =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.endOtherSessions> =>
  async (request) => {
    const { db, closeSocket, now } = deps;
    const session = await readAgentSessionOfPage(db, request, deps.publicOrigin, now());
    if (!session.ok) return session;
    const { brand, agent, hash } = session.value;
    const item = await readUser(db, brand, agent);
    if (!item) return refuse('unauthorized');
    await endOtherSessions(db, item, hash, closeSocket, now());
    const network = networkOf(request.address);
    await recordAudit(db, { brand, account: agent, event: 'end_sessions', ok: true, network, at: now() });
    return done({});
  };

/** The notice was read: it is told no more. */
export const forgetNotice =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.forgetNotice> =>
  async (request) => {
    const { db, now } = deps;
    const session = await readAgentSessionOfPage(db, request, deps.publicOrigin, now());
    if (!session.ok) return session;
    const { brand, agent } = session.value;
    await Promise.all([
      changeUser(db, brand, agent, { guards: [], set: {}, remove: ['notice'] }),
      forgetSessionNotice(db, session.value),
    ]);
    return done({});
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
