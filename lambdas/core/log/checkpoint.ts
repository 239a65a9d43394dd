import { s256 } from '../secrets.ts';
import { canonical } from './canonical.ts';

/** How far a chain had come, and its hash there. The entries from `from` to `n` are new since the checkpoint before. */
export interface ChainHead {
  readonly chain: string;
  readonly from: number;
  readonly n: number;
  readonly hash: string;
}

/**
 * A signed word on how far chains had come. The checkpoints of a brand are a chain themselves, without gaps, so that one
 * who takes entries off the end of a chain would have to take away every checkpoint since, too.
 */
export interface Checkpoint {
  readonly brand: string;
  readonly m: number;
  readonly at: number;
  readonly heads: readonly ChainHead[];
  readonly previous: string;
  readonly hash: string;
  /** ECDSA with SHA-256 over P-256, in DER, of the 32 bytes of `hash`; base64url. */
  readonly signature: string;
  /** The public key (SPKI in DER, base64url). Who verifies trusts the one that he knows. */
  readonly key: string;
}

export type Unsigned = Omit<Checkpoint, 'signature' | 'key'>;

/** What the hash is of, and so what is signed. */
const signedText = ({ brand, m, at, heads, previous }: Omit<Unsigned, 'hash'>): string =>
  canonical({ brand, m, at, heads: heads.map((head) => ({ ...head })), previous });

/** What the first checkpoint names as the one before it. */
export const firstPrevious = (brand: string): string => s256(canonical({ brand }));

/** The hash of a checkpoint: of everything in it but its signature. */
export const checkpointHash = (checkpoint: Omit<Unsigned, 'hash'>): string => s256(signedText(checkpoint));

/** The next checkpoint of a brand, to be signed. */
export function nextCheckpoint(
  brand: string,
  last: Pick<Checkpoint, 'm' | 'hash'> | undefined,
  heads: readonly ChainHead[],
  now: number,
): Unsigned {
  const rest = { brand, m: (last?.m ?? 0) + 1, at: now, heads, previous: last?.hash ?? firstPrevious(brand) };
  return { ...rest, hash: checkpointHash(rest) };
}
