import type { signInRoutes } from '../../contract/http/sign-in.ts';
import { explain } from '../core/change.ts';
import { done, refuse } from '../core/result.ts';
import { rulesOf } from '../core/settings/access-rules.ts';
import { proven } from '../core/sign-in/entry.ts';
import { hashPassword } from '../core/sign-in/password.ts';
import { changePassword } from '../core/sign-in/password-changes.ts';
import { checkNewPassword } from '../core/sign-in/password-rules.ts';
import { hasFactor, userOf } from '../core/sign-in/user.ts';
import { networkOf } from '../edge/address.ts';
import { sessionCookie } from '../edge/cookies.ts';
import type { HttpHandler } from '../edge/http.ts';
import { recordAudit } from '../store/audit.ts';
import { readBrand } from '../store/settings.ts';
import { changeUser, readUser } from '../store/users.ts';
import { completed, deviceOf, newSession, openSession } from './begin.ts';
import type { Dependencies } from './dependencies.ts';
import { requireOwner } from './person.ts';

/** Changes the own password, by one who has just proven the present one and the factor. Every other session ends. */
export const changeOwnPassword =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.changeOwnPassword> =>
  async (request) => {
    const { db, now } = deps;
    const owner = await requireOwner(deps, request);
    if (!owner.ok) return owner;
    const { brand, agent, entry } = owner.value;
    const [item, settings] = await Promise.all([readUser(db, brand, agent), readBrand(db, brand)]);
    if (!item || !settings) return refuse('unauthorized');
    const why = explain({ guards: proven(entry, now()), set: {} }, item);
    if (why && why !== 'already') return { ok: false, refusal: why };
    const user = userOf(item);
    const kept = await checkNewPassword(request.body.password, {
      factor: settings.mfa || hasFactor(user),
      least: rulesOf(settings).passwordLength,
      words: [brand, settings.name, user.name, user.loginName],
    });
    if (!kept.ok) return kept;
    const hash = await hashPassword(request.body.password);
    const session = newSession(user, settings, hasFactor(user), now());
    const outcome = await changeUser(db, brand, agent, changePassword(entry, hash, session, now()));
    if (!outcome.ok) return outcome;
    const network = networkOf(request.address);
    const [opened] = await Promise.all([
      openSession(deps, outcome.item, session, deviceOf(request.headers)),
      recordAudit(db, { brand, account: agent, event: 'change_password', ok: true, network, at: now() }),
    ]);
    if (!opened) return refuse('unauthorized');
    return done({ body: completed(user), cookies: [sessionCookie(brand, session.secret)] });
  };
