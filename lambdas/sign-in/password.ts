import type { signInRoutes } from '../../contract/http/sign-in.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { fingerprint, newSecret } from '../core/secrets.ts';
import { hasOwnRules } from '../core/settings/access-rules.ts';
import type { BrandRecord } from '../core/settings/records.ts';
import { mostHalves } from '../core/sign-in/lifetimes.ts';
import { verifyPassword } from '../core/sign-in/password.ts';
import { enterHalf, signInByPassword, signInFailed } from '../core/sign-in/password-changes.ts';
import { standsAlone } from '../core/sign-in/password-rules.ts';
import { hasFactor, staleAttributes, type User, userOf } from '../core/sign-in/user.ts';
import { networkOf } from '../edge/address.ts';
import { requireNetwork, requireOwnOriginIfAny } from '../edge/agent-session.ts';
import { halfCookie, sessionCookie } from '../edge/cookies.ts';
import type { HttpAnswer, HttpHandler } from '../edge/http.ts';
import { nobody, recordAudit } from '../store/audit.ts';
import { resetLimit, withinLimit } from '../store/limits.ts';
import { readBrand } from '../store/settings.ts';
import { changeUser, readUserByLoginName } from '../store/users.ts';
import { completed, deviceOf, methodsOf, newSession, openSession } from './begin.ts';
import type { Dependencies } from './dependencies.ts';
import { calm, triesOf } from './limits.ts';

type Route = typeof signInRoutes.enterPassword;

/** The password was right: whose it is, and what they may begin. `stale` names what is over. */
interface Right {
  readonly user: User;
  readonly brand: BrandRecord;
  readonly stale: readonly string[];
}

/**
 * Name and password. Whatever fails, the caller is told the same after the same work: counted before it is looked at,
 * the same reads, one hash, one line in the log.
 */
export const enterPassword =
  (deps: Dependencies): HttpHandler<Route> =>
  async (request) => {
    const { db, now } = deps;
    const own = requireOwnOriginIfAny(request, deps.publicOrigin);
    if (!own.ok) return own;
    const { brand, loginName, password } = request.body;
    const account = triesOf(loginName, request.address);
    const [quiet, counted] = await Promise.all([
      calm(deps, request.address),
      withinLimit(db, brand, account, now()),
    ]);
    if (!quiet.ok) return quiet;
    const item = await readUserByLoginName(db, brand, loginName);
    const settings = await readBrand(db, brand);
    const audit = { brand, event: 'password', network: networkOf(request.address), at: now() };
    // Decided by brand and address alone, whoever the caller says to be.
    const here = requireNetwork(request.address, settings?.networks ?? []);
    if (!here.ok) {
      await recordAudit(db, { ...audit, account: nobody, ok: false, why: 'network_refused' });
      return here;
    }
    const user = item && settings ? userOf(item) : undefined;
    const right = await verifyPassword(password, user?.password);
    const why = whyNot(user, right, counted.ok);
    if (!user || !item || !settings || why) {
      await recordAudit(db, { ...audit, account: user?.id ?? nobody, ok: false, ...(why ? { why } : {}) });
      return { ok: false, refusal: signInFailed };
    }
    const known = { user, brand: settings, stale: staleAttributes(item, now(), mostHalves - 1) };
    const factor = hasFactor(user) || settings.mfa || !standsAlone(password);
    const [next] = await Promise.all([
      factor ? continueWithFactor(deps, known) : completeSignIn(deps, known, deviceOf(request.headers)),
      recordAudit(db, { ...audit, account: user.id, ok: true }),
      resetLimit(db, brand, account, now()),
    ]);
    return next;
  };

/** Why a sign-in fails, for the log alone. */
export function whyNot(user: User | undefined, right: boolean, counted: boolean): string | undefined {
  if (!user) return 'unknown_name';
  if (!counted) return 'too_many_tries';
  if (!right) return 'wrong_password';
  return user.disabled ? 'disabled' : undefined;
}

async function continueWithFactor(
  { db, now }: Dependencies,
  { user, brand, stale }: Right,
): Promise<Result<HttpAnswer<Route>>> {
  const secret = newSecret();
  const rules = hasOwnRules(brand) ? ({ rules: true } as const) : {};
  const change = enterHalf(user, fingerprint(secret), { epoch: user.epoch, at: now(), ...rules }, stale);
  const outcome = await changeUser(db, user.brand, user.id, change);
  if (!outcome.ok) return outcome;
  const next = hasFactor(user) ? 'code' : 'enrol';
  const methods = next === 'code' ? { methods: methodsOf(user) } : {};
  return done({ body: { next, ...methods }, cookies: [halfCookie(user.brand, next, user.id, secret)] });
}

async function completeSignIn(
  deps: Dependencies,
  { user, brand, stale }: Right,
  device: string,
): Promise<Result<HttpAnswer<Route>>> {
  const session = newSession(user, brand, false, deps.now());
  const change = signInByPassword(user, session, stale);
  const outcome = await changeUser(deps.db, user.brand, user.id, change);
  if (!outcome.ok) return outcome;
  const opened = await openSession(deps, outcome.item, session, device);
  if (!opened) return refuse('unavailable', { retryAfter: 1 });
  return done({ body: completed(user), cookies: [sessionCookie(user.brand, session.secret)] });
}
