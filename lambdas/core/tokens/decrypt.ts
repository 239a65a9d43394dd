import type { KeyObject } from 'node:crypto';
import { compactDecrypt } from 'jose';
import { type Check, quoted, type Stage } from './checks.ts';
import type { EncryptionKey } from './encryption-key.ts';
import { type Claims, claimOf } from './json.ts';
import { type EncryptedToken, readSigned, type SignedToken } from './read.ts';

/** All that the header of a JWE may hold. No `zip`: a small token could unfold into a huge one. */
const headerNames = new Set(['alg', 'enc', 'kid', 'typ', 'cty', 'epk']);
const types = new Set<unknown>([undefined, 'JWT', 'jwt']);
const epkNames = ['crv', 'kty', 'x', 'y'];

/** Whether a token is encrypted as the issuer's setting has it. */
export function encryptionCheck(encrypted: boolean, setting: 'required' | 'allowed' | 'off'): Check {
  const refused = encrypted && setting === 'off';
  return {
    name: 'encryption',
    holds: !refused && (encrypted || setting !== 'required'),
    reason: refused ? 'encryption_refused' : 'not_encrypted',
    expected: {
      required: 'an encrypted token',
      allowed: 'a token, encrypted or not',
      off: 'a token that is signed alone',
    }[setting],
    came: encrypted ? 'an encrypted one' : 'one that is signed alone',
    change: refused
      ? 'Send the signed token itself, or let the issuer take encrypted ones.'
      : "Encrypt the signed token to one of the issuer's encryption keys.",
  };
}

/** The header says how it is encrypted, and no more than that (RFC 7516, section 4.1). */
export function encryptionHeaderCheck(header: Claims, key: EncryptionKey): Check {
  const of = (name: string) => claimOf(header, name);
  const odd = Object.keys(header).find((name) => !headerNames.has(name));
  const typed = types.has(of('typ')) && types.has(of('cty'));
  const agreed = of('alg') === key.alg && of('enc') === 'A256GCM';
  const ephemeral = of('epk');
  const members = Object.keys(Object(ephemeral) as object).sort();
  const fits = key.alg === 'ECDH-ES' ? members.join() === epkNames.join() : ephemeral === undefined;
  return {
    name: 'encryption_header',
    holds: odd === undefined && typed && agreed && fits,
    reason: 'encryption_refused',
    expected: `alg ${key.alg} and enc A256GCM, and at most kid, typ "JWT", cty "JWT" and what ${key.alg} needs besides`,
    came: odd === undefined ? `alg ${quoted(of('alg'))}, enc ${quoted(of('enc'))}` : quoted(odd),
    change:
      odd === 'zip'
        ? 'Leave zip out: compressed tokens are not opened.'
        : `Encrypt with ${key.alg} and A256GCM, as the key says, without further header members.`,
  };
}

/** Whether the key is one of ours that still opens. */
export const encryptionKeyCheck = (header: Claims, key: EncryptionKey | undefined): Check => ({
  name: 'encryption_key',
  holds: key !== undefined,
  reason: 'key_unknown',
  expected: "kid as it stands in the issuer's key set, of a key that has not been retired",
  came: `kid ${quoted(claimOf(header, 'kid'))}`,
  change:
    "Fetch the issuer's key set again, encrypt to its first key, and put that key's kid into the header.",
});

/**
 * Opens a JWE whose header is good. Whatever goes wrong looks the same (RFC 7516, section 11.5).
 * @returns the JWS inside, taken apart and not believed
 */
export async function decrypted(
  { text }: EncryptedToken,
  alg: string,
  key: KeyObject,
): Promise<Stage<SignedToken>> {
  const plain = await compactDecrypt(text, key, {
    keyManagementAlgorithms: [alg],
    contentEncryptionAlgorithms: ['A256GCM'],
  }).then(
    ({ plaintext }) => plaintext,
    () => undefined,
  );
  const check: Check = {
    name: 'decryption',
    holds: plain !== undefined,
    reason: 'decryption_failed',
    expected: 'a token that opens with this key',
    came: plain === undefined ? 'one that does not' : 'one that does',
    change: 'Encrypt to the public key exactly as it is published under this kid.',
  };
  if (plain === undefined) return { checks: [check] };
  const inner = readSigned(Buffer.from(plain).toString('latin1'));
  return { ...inner, checks: [check, ...inner.checks] };
}
