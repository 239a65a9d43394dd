import { randomBytes } from 'node:crypto';
import { s256 } from '../secrets.ts';

/** How many codes a set has. */
export const recoveryCodes = 10;

/** Crockford's letters: none that is mistaken for another when it is copied by hand. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Five bits each: 120 bits. */
const length = 24;

/** A new code: 120 random bits in groups of four. More than 112, so a plain hash of it can be stored. */
export const newRecoveryCode = (): string =>
  [...randomBytes(length)]
    .map((byte) => letters[byte % letters.length])
    .join('')
    .replaceAll(/(.{4})(?=.)/g, '$1-');

/** What a code is stored and compared by. Lower case, spaces and dashes make no difference, nor do letters that look alike. */
export const recoveryHash = (code: string): string =>
  s256(code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1'));

/**
 * Which codes of a person's set are left, as the user's item says: the set's id, and a bit for each code. The set itself
 * holds the hashes and is never changed, so that the write which signs in also uses the code up.
 */
export interface RecoveryLeft {
  readonly set: string;
  readonly mask: number;
}

export const recoveryText = ({ set, mask }: RecoveryLeft): string => `${set}.${mask.toString(36)}`;

export function readRecovery(text: string | undefined): RecoveryLeft | undefined {
  if (text === undefined) return undefined;
  const [set = '', mask = ''] = text.split('.');
  return { set, mask: Number.parseInt(mask, 36) };
}

export const freshRecovery = (set: string): RecoveryLeft => ({ set, mask: 2 ** recoveryCodes - 1 });

/** How many codes are left. */
export const codesLeft = (text: string | undefined): number =>
  (readRecovery(text)?.mask ?? 0).toString(2).replaceAll('0', '').length;

/** What is left after a code; nothing when it is none of the set, or was used. */
export function withoutCode(
  left: RecoveryLeft,
  hashes: readonly string[],
  hash: string,
): RecoveryLeft | undefined {
  const at = hashes.indexOf(hash);
  const bit = 2 ** at;
  return at >= 0 && Math.floor(left.mask / bit) % 2 === 1 ? { ...left, mask: left.mask - bit } : undefined;
}
