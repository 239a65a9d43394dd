import type { signInRoutes } from '../../contract/http/sign-in.ts';
import { holds, type Item } from '../core/change.ts';
import { done, refuse } from '../core/result.ts';
import { entryAlive } from '../core/sign-in/entry.ts';
import { readFactors } from '../core/sign-in/factors.ts';
import { hasFactor, userOf } from '../core/sign-in/user.ts';
import { requireOwnOriginIfAny } from '../edge/agent-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { type Asked, anybody, keepChallenge } from '../store/challenges.ts';
import { type Passkey, readPasskey } from '../store/factors.ts';
import { readUser } from '../store/users.ts';
import type { Dependencies } from './dependencies.ts';
import { calm } from './limits.ts';
import { requirePerson } from './person.ts';
import { type RelyingParty, relyingParty } from './relying-party.ts';

type Options = { options: Record<string, unknown> };

/** A question for a passkey, kept until it is answered. Without passkeys to choose from the browser offers what it has. */
async function ask(
  { db, now }: Dependencies,
  brand: string,
  party: RelyingParty,
  asked: Asked,
  passkeys: readonly Passkey[],
): Promise<Options> {
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server');
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    userVerification: asked.use === 'sign_in' ? 'required' : 'discouraged',
    allowCredentials: passkeys.map(({ credential, transports }) => ({
      id: credential,
      transports: [...transports],
    })),
  });
  await keepChallenge(db, brand, options.challenge, asked, now());
  return { options: { ...options } };
}

/** Asks for a passkey instead of name, password and code. Says nothing of whether there is such a brand. */
export const beginPasskeySignIn =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.beginPasskeySignIn> =>
  async (request) => {
    const own = requireOwnOriginIfAny(request, deps.publicOrigin);
    if (!own.ok) return own;
    const party = relyingParty(deps.publicOrigin);
    if (!party.ok) return party;
    const quiet = await calm(deps, request.address);
    if (!quiet.ok) return quiet;
    const asked = { use: 'sign_in', by: anybody } as const;
    return done({ body: await ask(deps, request.body.brand, party.value, asked, []) });
  };

/** Asks for a passkey in the place of a code. */
export const askForPasskey =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.askForPasskey> =>
  async (request) => {
    const { db, now } = deps;
    const party = relyingParty(deps.publicOrigin);
    if (!party.ok) return party;
    const found = await requirePerson(deps, request);
    if (!found.ok) return found;
    const { brand, agent, entry } = found.value;
    const item = await readUser(db, brand, agent);
    const alive = entryAlive(entry, now());
    if (!item || !holds(alive.that, item)) return { ok: false, refusal: alive.otherwise };
    if (!hasFactor(userOf(item))) return refuse('enrolment_required');
    const passkeys = await passkeysOf(deps, item);
    const asked = { use: 'factor', by: entry.id } as const;
    return done({ body: await ask(deps, brand, party.value, asked, passkeys) });
  };

/** The passkeys of a user that are enrolled. */
export async function passkeysOf({ db }: Dependencies, item: Item): Promise<Passkey[]> {
  const user = userOf(item);
  const ids = readFactors(user.factors).flatMap(({ kind, id }) => (kind === 'passkey' ? [id] : []));
  const found = await Promise.all(ids.map((id) => readPasskey(db, user, id)));
  return found.flatMap((one) => one ?? []);
}
