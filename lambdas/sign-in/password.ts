import type { signInRoutes } from '../../contract/http/sign-in.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { fingerprint, newSecret } from '../core/secrets.ts';
import { lifetimes, mostHalves } from '../core/sign-in/lifetimes.ts';
import { loginNameHash } from '../core/sign-in/login-name.ts';
import { verifyPassword } from '../core/sign-in/password.ts';
import { enterHalf, signInByPassword, signInFailed } from '../core/sign-in/password-changes.ts';
import { passwordLength, shortestAlone } from '../core/sign-in/password-rules.ts';
import { staleAttributes, type User, userOf } from '../core/sign-in/user.ts';
import { networkOf, siteOf } from '../edge/address.ts';
import { requireOwnOriginIfAny } from '../edge/agent-session.ts';
import { halfCookie, sessionCookie } from '../edge/cookies.ts';
import type { HttpAnswer, HttpHandler } from '../edge/http.ts';
import { nobody, recordAudit } from '../store/audit.ts';
import { anyBrand, type Limit, resetLimit, withinLimit } from '../store/limits.ts';
import { readBrand } from '../store/settings.ts';
import { changeUser, readUserByLoginName } from '../store/users.ts';
import type { Dependencies } from './dependencies.ts';
import { deviceOf, openSession } from './open-session.ts';

type Route = typeof signInRoutes.enterPassword;

const window = 10 * 60_000;

/** All sign-ins of a network, so that a flood costs little; generous, for an office is one network. */
const fromNetwork = (network: string): Limit => ({
  zone: 'auth',
  kind: 'network',
  who: network,
  most: 600,
  window,
});

/** Tries for one account from one place: strangers elsewhere cannot use up what its owner may try. */
const forAccount = (loginName: string, site: string): Limit => ({
  zone: 'auth',
  kind: 'account',
  who: `${loginNameHash(loginName)} ${site}`,
  most: 20,
  window,
});

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
    const network = networkOf(request.address);
    const account = forAccount(loginName, siteOf(request.address));
    const [calm, counted] = await Promise.all([
      withinLimit(db, anyBrand, fromNetwork(network), now()),
      withinLimit(db, brand, account, now()),
    ]);
    if (!calm.ok) return calm;
    // The user before the brand: a brand that asks for a factor from now on counts the user's epoch up afterwards.
    const item = await readUserByLoginName(db, brand, loginName);
    const settings = await readBrand(db, brand);
    const user = item && settings ? userOf(item) : undefined;
    const right = await verifyPassword(password, user?.password);
    const why = whyNot(user, right, counted.ok);
    const audit = { brand, account: user?.id ?? nobody, event: 'password', network, at: now() };
    if (!user || !item || !settings || why) {
      await recordAudit(db, { ...audit, ok: false, ...(why ? { why } : {}) });
      return { ok: false, refusal: signInFailed };
    }
    const short = passwordLength(password) < shortestAlone;
    const factor = user.factor !== undefined || settings.mfa || short;
    const stale = staleAttributes(item, now(), mostHalves - 1);
    const [next] = await Promise.all([
      factor
        ? continueWithFactor(deps, user, stale)
        : completeSignIn(deps, user, stale, deviceOf(request.headers)),
      recordAudit(db, { ...audit, ok: true }),
      resetLimit(db, brand, account, now()),
    ]);
    return next;
  };

/** Why a sign-in fails, for the log alone. */
function whyNot(user: User | undefined, right: boolean, counted: boolean): string | undefined {
  if (!user) return 'unknown_name';
  if (!counted) return 'too_many_tries';
  if (!right) return 'wrong_password';
  return user.disabled ? 'disabled' : undefined;
}

async function continueWithFactor(
  { db, now }: Dependencies,
  user: User,
  stale: readonly string[],
): Promise<Result<HttpAnswer<Route>>> {
  const secret = newSecret();
  const change = enterHalf(user, fingerprint(secret), now(), stale);
  const outcome = await changeUser(db, user.brand, user.id, change);
  if (!outcome.ok) return outcome;
  const next = user.factor === undefined ? 'enrol' : 'code';
  return done({ body: { next }, cookies: [halfCookie(user.brand, next, user.id, secret)] });
}

async function completeSignIn(
  deps: Dependencies,
  user: User,
  stale: readonly string[],
  device: string,
): Promise<Result<HttpAnswer<Route>>> {
  const { db, now } = deps;
  const secret = newSecret();
  const change = signInByPassword(user, fingerprint(secret), now() + lifetimes.session, stale);
  const outcome = await changeUser(db, user.brand, user.id, change);
  if (!outcome.ok) return outcome;
  const opened = await openSession(deps, outcome.item, secret, device);
  if (!opened) return refuse('unavailable', { retryAfter: 1 });
  return done({ body: { next: 'done' }, cookies: [sessionCookie(user.brand, secret)] });
}
