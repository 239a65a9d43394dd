import type { signInRoutes } from '../../contract/http/sign-in.ts';
import { explain } from '../core/change.ts';
import { done, refuse } from '../core/result.ts';
import { proven } from '../core/sign-in/entry.ts';
import {
  removeLastFactor,
  removeFactor as removing,
  renameFactor as renaming,
} from '../core/sign-in/factor-changes.ts';
import { factorsView } from '../core/sign-in/factor-list.ts';
import { readFactors, readSecrets, secretsText } from '../core/sign-in/factors.ts';
import { proofOf, type User, userOf } from '../core/sign-in/user.ts';
import { networkOf } from '../edge/address.ts';
import { readAgentSession } from '../edge/agent-session.ts';
import { sessionCookie } from '../edge/cookies.ts';
import type { HttpHandler } from '../edge/http.ts';
import { recordAudit } from '../store/audit.ts';
import { dropFactors, dropPasskey } from '../store/factors.ts';
import { readBrand } from '../store/settings.ts';
import { changeUser, readUser } from '../store/users.ts';
import { completed, deviceOf, newSession, openSession } from './begin.ts';
import type { Dependencies } from './dependencies.ts';
import { requireOwner } from './person.ts';

/** One's own second factors. */
export const listFactors =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.listFactors> =>
  async (request) => {
    const session = await readAgentSession(deps.db, request, deps.now());
    if (!session.ok) return session;
    const item = await readUser(deps.db, session.value.brand, session.value.agent);
    if (!item) return refuse('unauthorized');
    return done({ body: factorsView(item) });
  };

export const renameFactor =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.renameFactor> =>
  async (request) => {
    const owner = await requireOwner(deps, request);
    if (!owner.ok) return owner;
    const { brand, agent } = owner.value;
    const { factor: id } = request.params;
    const item = await readUser(deps.db, brand, agent);
    if (!item || !readFactors(userOf(item).factors).some((one) => one.id === id)) return refuse('not_found');
    const outcome = await changeUser(deps.db, brand, agent, renaming(userOf(item), id, request.body.name));
    return outcome.ok ? done({}) : outcome;
  };

/**
 * Removes a factor. The last one stays where one is needed: where the brand asks for it, or the password cannot stand
 * alone. Where it goes, every session ends, and this one goes on as one without a factor.
 */
export const removeFactor =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.removeFactor> =>
  async (request) => {
    const { db, now } = deps;
    const owner = await requireOwner(deps, request);
    if (!owner.ok) return owner;
    const { brand, agent, entry } = owner.value;
    const { factor: id } = request.params;
    const [item, settings] = await Promise.all([readUser(db, brand, agent), readBrand(db, brand)]);
    if (!item || !settings) return refuse('unauthorized');
    const user = userOf(item);
    const factors = readFactors(user.factors);
    const factor = factors.find((one) => one.id === id);
    if (!factor) return refuse('not_found');
    const why = explain({ guards: proven(entry, now()), set: {} }, item);
    if (why && why !== 'already') return { ok: false, refusal: why };
    const last = factors.length === 1;
    if (last && (settings.mfa || proofOf(item, entry.id)?.short)) return refuse('factor_needed');
    const session = last ? newSession(user, settings, false, now()) : undefined;
    const change = session
      ? removeLastFactor(item, entry, session, now())
      : removing(user, entry, id, await secretsWithout(deps, user, id), now());
    const outcome = await changeUser(db, brand, agent, change);
    if (!outcome.ok) return outcome;
    const network = networkOf(request.address);
    await Promise.all([
      session ? openSession(deps, outcome.item, session, deviceOf(request.headers)) : undefined,
      session ? dropFactors(db, user) : factor.kind === 'passkey' ? dropPasskey(db, user, id) : undefined,
      recordAudit(db, {
        brand,
        account: agent,
        event: 'remove_factor',
        ok: true,
        on: id,
        network,
        at: now(),
      }),
    ]);
    const cookies = session ? { cookies: [sessionCookie(brand, session.secret)] } : {};
    return done({ body: session ? completed(user) : { next: 'done' as const }, ...cookies });
  };

/** The secrets of the authenticator apps that are left, sealed anew; nothing when it is not one of them that goes. */
async function secretsWithout({ sealing }: Dependencies, user: User, id: string) {
  const owner = { brand: user.brand, agent: user.id };
  if (user.factor === undefined) return undefined;
  if (!readFactors(user.factors).some((one) => one.id === id && one.kind === 'totp')) return undefined;
  const left = [...readSecrets(await sealing.open(user.factor, owner))].filter(([one]) => one !== id);
  return left.length === 0 ? ('none' as const) : sealing.seal(secretsText(new Map(left)), owner);
}
