import type { signInRoutes } from '../../contract/http/sign-in.ts';
import { done, refuse } from '../core/result.ts';
import { rulesOf } from '../core/settings/access-rules.ts';
import { hashPassword } from '../core/sign-in/password.ts';
import { choosePassword } from '../core/sign-in/password-changes.ts';
import { checkNewPassword } from '../core/sign-in/password-rules.ts';
import { hasFactor, isInvitationOpen, userOf } from '../core/sign-in/user.ts';
import { networkOf } from '../edge/address.ts';
import { requireOwnOriginIfAny } from '../edge/agent-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { nobody, recordAudit } from '../store/audit.ts';
import { dropInvitation, invitationHash, readInvited } from '../store/invitations.ts';
import { anyBrand, withinLimit } from '../store/limits.ts';
import { endInvalidSessions } from '../store/sessions.ts';
import { readBrand } from '../store/settings.ts';
import { changeUser } from '../store/users.ts';
import type { Dependencies } from './dependencies.ts';
import { invitationsOf } from './limits.ts';

/** Uses an invitation up and sets the password that was chosen. One write of the user decides; nobody is signed in by it. */
export const acceptInvitation =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.acceptInvitation> =>
  async (request) => {
    const { db, now } = deps;
    const own = requireOwnOriginIfAny(request, deps.publicOrigin);
    if (!own.ok) return own;
    const { brand, invitation, password } = request.body;
    const network = networkOf(request.address);
    const calm = await withinLimit(db, anyBrand, invitationsOf(network), now());
    if (!calm.ok) return calm;
    const hash = invitationHash(invitation);
    const [item, settings] = await Promise.all([readInvited(db, brand, hash), readBrand(db, brand)]);
    const audit = { brand, event: 'invitation', network };
    if (!item || !settings || !isInvitationOpen(userOf(item), hash, now())) {
      await recordAudit(db, { ...audit, account: nobody, ok: false, why: 'not_open', at: now() });
      return refuse('invitation_refused');
    }
    const user = userOf(item);
    const words = [brand, settings.name, user.name, user.loginName];
    const factor = settings.mfa || hasFactor(user);
    const least = rulesOf(settings).passwordLength;
    const kept = await checkNewPassword(password, { factor, least, words });
    if (!kept.ok) return kept;
    const change = choosePassword(hash, await hashPassword(password), now());
    const outcome = await changeUser(db, brand, user.id, change);
    await recordAudit(db, { ...audit, account: user.id, ok: outcome.ok, at: now() });
    if (!outcome.ok) return outcome;
    await Promise.all([
      endInvalidSessions(db, outcome.item, deps.closeSocket, now()),
      dropInvitation(db, brand, hash),
    ]);
    return done({ body: { brand, loginName: user.loginName, name: user.name } });
  };
