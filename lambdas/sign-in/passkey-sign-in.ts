import type { signInRoutes } from '../../contract/http/sign-in.ts';
import type { Item } from '../core/change.ts';
import { done, refuse } from '../core/result.ts';
import { signInByPasskey as signingIn } from '../core/sign-in/attempt-changes.ts';
import { mostHalves } from '../core/sign-in/lifetimes.ts';
import { signInFailed } from '../core/sign-in/password-changes.ts';
import { staleAttributes, userOf } from '../core/sign-in/user.ts';
import { networkOf } from '../edge/address.ts';
import { requireNetwork, requireOwnOriginIfAny } from '../edge/agent-session.ts';
import { sessionCookie } from '../edge/cookies.ts';
import type { HttpHandler } from '../edge/http.ts';
import { nobody, recordAudit } from '../store/audit.ts';
import { anybody } from '../store/challenges.ts';
import type { Db } from '../store/db.ts';
import { readBrand } from '../store/settings.ts';
import { changeUser, readUser } from '../store/users.ts';
import { completed, deviceOf, newSession, openSession } from './begin.ts';
import type { Dependencies } from './dependencies.ts';
import { calm } from './limits.ts';
import { checkPasskey } from './passkey.ts';
import { relyingParty } from './relying-party.ts';

/**
 * A passkey as the whole sign-in: it has verified its owner by itself, and tells who that is. It counts nothing against
 * the account, for nobody can guess a signature, and strangers must not be able to lock a factor.
 */
export const signInByPasskey =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.signInByPasskey> =>
  async (request) => {
    const { db, now } = deps;
    const own = requireOwnOriginIfAny(request, deps.publicOrigin);
    if (!own.ok) return own;
    const party = relyingParty(deps.publicOrigin);
    if (!party.ok) return party;
    const quiet = await calm(deps, request.address);
    if (!quiet.ok) return quiet;
    const { brand, credential } = request.body;
    const [item, settings] = await Promise.all([
      readUserByHandle(db, brand, credential.response.userHandle),
      readBrand(db, brand),
    ]);
    const network = networkOf(request.address);
    const account = item ? userOf(item).id : nobody;
    const audit = { brand, account, event: 'passkey_sign_in', network, at: now() };
    const here = requireNetwork(request.address, settings?.networks ?? []);
    if (!here.ok) {
      await recordAudit(db, { ...audit, account: nobody, ok: false, why: 'network_refused' });
      return here;
    }
    const asked = { use: 'sign_in', by: anybody } as const;
    const use = item && settings ? await checkPasskey(deps, item, credential, asked) : undefined;
    if (!item || !use) {
      await recordAudit(db, { ...audit, ok: false, why: 'wrong' });
      return { ok: false, refusal: signInFailed };
    }
    const user = userOf(item);
    const session = newSession(user, settings, true, now());
    const change = signingIn(use, session, staleAttributes(item, now(), mostHalves));
    const outcome = await changeUser(db, brand, user.id, change);
    if (!outcome.ok) {
      await recordAudit(db, { ...audit, ok: false, why: user.disabled ? 'disabled' : 'changed' });
      return outcome;
    }
    const [opened] = await Promise.all([
      openSession(deps, outcome.item, session, deviceOf(request.headers)),
      recordAudit(db, { ...audit, ok: true }),
    ]);
    if (!opened) return refuse('unavailable', { retryAfter: 1 });
    return done({ body: completed(user), cookies: [sessionCookie(brand, session.secret)] });
  };

/** The user whom a passkey says it is of: its user handle is the user's id. */
async function readUserByHandle(db: Db, brand: string, handle = ''): Promise<Item | undefined> {
  const id = Buffer.from(handle, 'base64url').toString();
  return /^[A-Za-z0-9_-]{1,64}$/.test(id) ? readUser(db, brand, id) : undefined;
}
