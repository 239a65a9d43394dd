import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import type { signInRoutes } from '../../contract/http/sign-in.ts';
import { done, refuse } from '../core/result.ts';
import { passkeyFactorId } from '../core/sign-in/factors.ts';
import { userOf } from '../core/sign-in/user.ts';
import type { HttpHandler } from '../edge/http.ts';
import { keepChallenge, takeChallenge } from '../store/challenges.ts';
import { keepPasskey } from '../store/factors.ts';
import type { Dependencies } from './dependencies.ts';
import { enrol, mayEnrol } from './enrol.ts';
import { challengeOf } from './passkey.ts';
import { passkeysOf } from './passkey-options.ts';
import { requirePerson } from './person.ts';
import { relyingParty } from './relying-party.ts';

/** Asks the browser for a new passkey: one that can be found without a name, and that verifies its owner. */
export const beginPasskey =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.beginPasskey> =>
  async (request) => {
    const party = relyingParty(deps.publicOrigin);
    if (!party.ok) return party;
    const person = await requirePerson(deps, request);
    if (!person.ok) return person;
    const enrolling = await mayEnrol(deps, person.value, 'passkey', 'begin');
    if (!enrolling.ok) return enrolling;
    const { item, brand } = enrolling.value;
    const { id, loginName, name } = userOf(item);
    const known = await passkeysOf(deps, item);
    const { generateRegistrationOptions } = await import('@simplewebauthn/server');
    const options = await generateRegistrationOptions({
      rpName: brand.name,
      rpID: party.value.id,
      userName: loginName,
      userDisplayName: name,
      userID: new TextEncoder().encode(id),
      attestationType: 'none',
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      excludeCredentials: known.map((one) => ({ id: one.credential, transports: [...one.transports] })),
    });
    const asked = { use: 'enrol', by: person.value.entry.id } as const;
    await keepChallenge(deps.db, brand.id, options.challenge, asked, deps.now());
    return done({ body: { options: { ...options } } });
  };

/** Enrols the passkey that the browser made. Who made the authenticator is not asked. */
export const confirmPasskey =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.confirmPasskey> =>
  async (request) => {
    const { db, now } = deps;
    const party = relyingParty(deps.publicOrigin);
    if (!party.ok) return party;
    const person = await requirePerson(deps, request);
    if (!person.ok) return person;
    const { brand, entry } = person.value;
    const enrolling = await mayEnrol(deps, person.value, 'passkey', 'confirm');
    if (!enrolling.ok) return enrolling;
    const { credential: answer, name = '' } = request.body;
    const challenge = challengeOf(answer.response.clientDataJSON);
    const asked = { use: 'enrol', by: entry.id } as const;
    if (!(await takeChallenge(db, brand, challenge, asked, now()))) return refuse('key_refused');
    const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
    const made = await verifyRegistrationResponse({
      response: { clientExtensionResults: {}, ...answer } as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: party.value.origin,
      expectedRPID: party.value.id,
      requireUserVerification: false,
    }).then(
      ({ registrationInfo }) => registrationInfo?.credential,
      // The library throws what is wrong with an answer; whatever it is, nothing is enrolled.
      () => undefined,
    );
    if (!made) return refuse('key_refused');
    const user = userOf(enrolling.value.item);
    const id = passkeyFactorId(made.id);
    const kept = await keepPasskey(db, user, id, {
      credential: made.id,
      publicKey: Buffer.from(made.publicKey).toString('base64url'),
      counter: made.counter,
      transports: made.transports ?? [],
    });
    if (!kept) return refuse('key_refused', { detail: 'This passkey is enrolled already.' });
    const factor = { id, kind: 'passkey', name, createdAt: Math.floor(now() / 1000) } as const;
    return enrol(deps, person.value, enrolling.value, { factor, use: now() }, request);
  };
