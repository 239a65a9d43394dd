import type { signInRoutes } from '../../contract/http/sign-in.ts';
import { explain } from '../core/change.ts';
import { done, refuse } from '../core/result.ts';
import { renewRecovery } from '../core/sign-in/factor-changes.ts';
import { freshRecovery } from '../core/sign-in/recovery.ts';
import { userOf } from '../core/sign-in/user.ts';
import { networkOf } from '../edge/address.ts';
import type { HttpHandler } from '../edge/http.ts';
import { recordAudit } from '../store/audit.ts';
import { dropRecoveryCodes, makeRecoveryCodes } from '../store/factors.ts';
import { changeUser, readUser } from '../store/users.ts';
import type { Dependencies } from './dependencies.ts';
import { requireOwner } from './person.ts';

/** Ten new recovery codes in the place of all that are left. */
export const renewRecoveryCodes =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.renewRecoveryCodes> =>
  async (request) => {
    const { db, now } = deps;
    const owner = await requireOwner(deps, request);
    if (!owner.ok) return owner;
    const { brand, agent, entry } = owner.value;
    const item = await readUser(db, brand, agent);
    if (!item) return refuse('unauthorized');
    const why = explain(renewRecovery(entry, freshRecovery(''), now()), item);
    if (why && why !== 'already') return { ok: false, refusal: why };
    const { codes, left } = await makeRecoveryCodes(db, userOf(item));
    const outcome = await changeUser(db, brand, agent, renewRecovery(entry, left, now()));
    if (!outcome.ok) return outcome;
    const network = networkOf(request.address);
    await Promise.all([
      dropRecoveryCodes(db, userOf(item)),
      recordAudit(db, { brand, account: agent, event: 'renew_recovery_codes', ok: true, network, at: now() }),
    ]);
    return done({ body: { recoveryCodes: codes } });
  };
