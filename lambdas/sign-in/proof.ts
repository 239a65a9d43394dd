import type { signInRoutes } from '../../contract/http/sign-in.ts';
import { done, refuse } from '../core/result.ts';
import { hasOwnRules } from '../core/settings/access-rules.ts';
import { verifyPassword } from '../core/sign-in/password.ts';
import { beginProof, signInFailed } from '../core/sign-in/password-changes.ts';
import { standsAlone } from '../core/sign-in/password-rules.ts';
import { hasFactor, staleProofs, userOf } from '../core/sign-in/user.ts';
import { networkOf } from '../edge/address.ts';
import type { HttpHandler } from '../edge/http.ts';
import { recordAudit } from '../store/audit.ts';
import { resetLimit, withinLimit } from '../store/limits.ts';
import { readBrand } from '../store/settings.ts';
import { changeUser, readUser } from '../store/users.ts';
import { methodsOf } from './begin.ts';
import type { Dependencies } from './dependencies.ts';
import { calm, triesOf } from './limits.ts';
import { whyNot } from './password.ts';
import { requireOwner } from './person.ts';

/**
 * The password afresh, in a session: who holds a stolen one gets no further. It counts as a sign-in does. Where there is a
 * second factor, that is asked for next.
 */
export const prove =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.prove> =>
  async (request) => {
    const { db, now } = deps;
    const owner = await requireOwner(deps, request);
    if (!owner.ok) return owner;
    const { brand, agent, entry } = owner.value;
    const [item, settings] = await Promise.all([readUser(db, brand, agent), readBrand(db, brand)]);
    if (!item || !settings) return refuse('unauthorized');
    const user = userOf(item);
    const { password } = request.body;
    const account = triesOf(user.loginName, request.address);
    const [quiet, counted] = await Promise.all([
      calm(deps, request.address),
      withinLimit(db, brand, account, now()),
    ]);
    if (!quiet.ok) return quiet;
    const why = whyNot(user, await verifyPassword(password, user.password), counted.ok);
    const network = networkOf(request.address);
    const audit = { brand, account: agent, event: 'proof', network, at: now() };
    if (why) {
      await recordAudit(db, { ...audit, ok: false, why });
      return { ok: false, refusal: signInFailed };
    }
    const proof = {
      epoch: user.epoch,
      at: now(),
      ...(hasOwnRules(settings) ? { rules: true as const } : {}),
      ...(standsAlone(password) ? {} : { short: true as const }),
    };
    const change = beginProof(user, entry.id, proof, staleProofs(item, now()));
    const outcome = await changeUser(db, brand, agent, change);
    if (!outcome.ok) return outcome;
    await Promise.all([recordAudit(db, { ...audit, ok: true }), resetLimit(db, brand, account, now())]);
    return done({
      body: hasFactor(user) ? { next: 'code' as const, methods: methodsOf(user) } : { next: 'done' as const },
    });
  };
