import { isSignedBy, isTimely, readSignature, type SignedRequest } from '../core/backend/signature.ts';
import { done, type Result, refuse } from '../core/result.ts';
import type { Db } from '../store/db.ts';
import { type Limit, withinLimit } from '../store/limits.ts';
import { readSecurityKeys, type SecurityKey } from '../store/security-keys.ts';
import { networkOf } from './address.ts';
import { log } from './log.ts';
import type { Seals } from './sealing.ts';

interface Dependencies {
  readonly db: Db;
  readonly seals: Pick<Seals, 'open'>;
  /** Milliseconds. */
  readonly now: () => number;
}

interface Request {
  readonly params: { readonly brand: string };
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly address: string;
  readonly raw: SignedRequest;
}

/** A brand's backend that has signed its call. */
export interface BackendCaller {
  readonly brand: string;
  /** The security key that it signed with, opened. */
  readonly key: { readonly id: string; readonly secret: string };
  /** The brand's other keys, as they are sealed. */
  readonly keys: readonly SecurityKey[];
}

/** A network may call a brand's routes so often, ten calls a second in ten minutes, signed well or not. */
const byNetwork = (who: string): Limit => ({ kind: 'backend', who, most: 6000, window: 600_000 });

/**
 * The brand's backend that a request comes from, by its header `Doorstep-Signature`. Whatever is wrong with that, a key
 * that nobody knows, a signature that is not this request's, a time that is over, the answer is the same.
 */
export async function requireBackend(
  { db, seals, now }: Dependencies,
  { params: { brand }, headers, address, raw }: Request,
): Promise<Result<BackendCaller>> {
  const signature = readSignature(headers['doorstep-signature']);
  if (!signature || !isTimely(signature, now())) return refuse('unauthorized');
  const within = await withinLimit(db, brand, byNetwork(networkOf(address)), now());
  if (!within.ok) return within;
  const { keys } = await readSecurityKeys(db, brand);
  const key = keys.find(({ id }) => id === signature.key);
  const secret = key && (await seals.open(brand, 'backend', key.sealed));
  if (secret !== undefined && isSignedBy(raw, signature, secret))
    return done({ brand, key: { id: signature.key, secret }, keys });
  log.warn('backend_refused', { brand, key: signature.key, known: key !== undefined });
  return refuse('unauthorized');
}
