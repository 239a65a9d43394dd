import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type * as z from 'zod/mini';
import type { credential } from '../../contract/http/sign-in/fields.ts';
import type { Item } from '../core/change.ts';
import { passkeyUse, type Use } from '../core/sign-in/attempt-changes.ts';
import { passkeyFactorId, readFactors } from '../core/sign-in/factors.ts';
import { userOf } from '../core/sign-in/user.ts';
import { type Asked, takeChallenge } from '../store/challenges.ts';
import { countSignature, readPasskey } from '../store/factors.ts';
import type { Dependencies } from './dependencies.ts';
import { relyingParty } from './relying-party.ts';

export type Credential = z.infer<typeof credential>;

/** The challenge that the browser says was answered. */
export function challengeOf(clientDataJson: string): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString());
    return typeof challenge === 'string' ? challenge : '';
  } catch {
    return '';
  }
}

/**
 * Checks a passkey's answer: to a question that was asked for this and is used up now, signed by a key that is still
 * enrolled, with a counter above the last one. Alone it must have verified its owner; after a password its touch will do.
 */
export async function checkPasskey(
  deps: Dependencies,
  item: Item,
  answer: Credential,
  asked: Asked,
): Promise<Use | undefined> {
  const { db, now } = deps;
  const user = userOf(item);
  const party = relyingParty(deps.publicOrigin);
  if (!party.ok) return undefined;
  const challenge = challengeOf(answer.response.clientDataJSON);
  if (!(await takeChallenge(db, user.brand, challenge, asked, now()))) return undefined;
  const id = passkeyFactorId(answer.id);
  const enrolled = readFactors(user.factors).some((one) => one.id === id && one.kind === 'passkey');
  const passkey = enrolled ? await readPasskey(db, user, id) : undefined;
  if (!passkey || passkey.credential !== answer.id) return undefined;
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const counter = await verifyAuthenticationResponse({
    response: { clientExtensionResults: {}, ...answer } as unknown as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: party.value.origin,
    expectedRPID: party.value.id,
    credential: {
      id: passkey.credential,
      publicKey: Buffer.from(passkey.publicKey, 'base64url'),
      counter: passkey.counter,
    },
    requireUserVerification: asked.use === 'sign_in',
  }).then(
    ({ verified, authenticationInfo }) => (verified ? authenticationInfo.newCounter : undefined),
    // The library throws what is wrong with an answer; whatever it is, the answer is not accepted.
    () => undefined,
  );
  if (counter === undefined || !(await countSignature(db, user, id, counter))) return undefined;
  return passkeyUse(user.factors ?? '', id, now());
}
