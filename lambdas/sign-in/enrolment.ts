import { renderSVG } from 'uqr';
import type { signInRoutes } from '../../contract/http/sign-in.ts';
import { explain } from '../core/change.ts';
import { done, refuse } from '../core/result.ts';
import { beginFactor } from '../core/sign-in/code-changes.ts';
import { newTotpSecret, totpUri } from '../core/sign-in/totp.ts';
import { userOf } from '../core/sign-in/user.ts';
import type { HttpHandler } from '../edge/http.ts';
import { readBrand } from '../store/settings.ts';
import { changeUser, readUser } from '../store/users.ts';
import type { Dependencies } from './dependencies.ts';
import { requireHalf } from './half-session.ts';

/** Makes a TOTP secret, keeps it sealed until its first code, and shows it once. A repeat makes another. */
export const beginTotp =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.beginTotp> =>
  async (request) => {
    const { db, sealing, now } = deps;
    const half = requireHalf(request, deps.publicOrigin);
    if (!half.ok) return half;
    const { brand, agent, hash } = half.value;
    const [settings, item] = await Promise.all([readBrand(db, brand), readUser(db, brand, agent)]);
    if (!settings || !item) return refuse('unauthorized');
    // Looked at before anything is sealed: a made-up cookie must not cost a call to KMS.
    const why = explain(beginFactor(hash, '', now()), item);
    if (why && why !== 'already') return { ok: false, refusal: why };
    const secret = newTotpSecret();
    const sealed = await sealing.seal(secret, { brand, agent });
    const begun = await changeUser(db, brand, agent, beginFactor(hash, sealed, now()));
    if (!begun.ok) return begun;
    const uri = totpUri(secret, settings.name, userOf(begun.item).loginName);
    return done({ body: { secret, uri, svg: renderSVG(uri), apps: [...settings.authenticatorApps] } });
  };
