import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { z } from 'zod/mini';
import type { encryptionAlgorithm } from '../../../contract/http/management/encryption-keys.ts';

export type EncryptionAlgorithm = z.infer<typeof encryptionAlgorithm>;

/** The members of a public key that is RSA, or on the curve P-256 (RFC 7518, section 6). */
interface PublicJwk {
  readonly kty: 'RSA' | 'EC';
  readonly n?: string;
  readonly e?: string;
  readonly crv?: 'P-256';
  readonly x?: string;
  readonly y?: string;
}

/** A key pair of ours that an issuer's tokens are encrypted to, as it is stored: the private half sealed. */
export interface EncryptionKey {
  /** Unique within the issuer. */
  readonly id: string;
  readonly alg: EncryptionAlgorithm;
  readonly jwk: PublicJwk;
  readonly sealed: string;
  /** Milliseconds. */
  readonly createdAt: number;
  /** Set when it was retired: until then tokens that are under way still open. */
  readonly until?: number;
}

/** What a JWE's `kid` says: the issuer, and which of its keys. Neither holds a dot. */
export const encryptionKid = (issuer: string, key: string) => `${issuer}.${key}`;
const kidForm = /^([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{1,64})$/;

/** The issuer and the key that a JWE's `kid` names. */
export function readEncryptionKid(kid: unknown): { issuer: string; key: string } | undefined {
  const [, issuer, key] = (typeof kid === 'string' && kidForm.exec(kid)) || [];
  return issuer === undefined || key === undefined ? undefined : { issuer, key };
}

const pairOf = promisify(generateKeyPair) as (
  type: string,
  options: object,
) => Promise<{ publicKey: KeyObject; privateKey: KeyObject }>;

/** Makes a key pair. The private half is short enough to be sealed in one piece: PKCS #8 as base64url. */
export async function newEncryptionKey(
  alg: EncryptionAlgorithm,
): Promise<{ jwk: PublicJwk; secret: string }> {
  const { publicKey, privateKey } = await (alg === 'ECDH-ES'
    ? pairOf('ec', { namedCurve: 'P-256' })
    : pairOf('rsa', { modulusLength: 2048 }));
  const secret = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url');
  return { jwk: publicKey.export({ format: 'jwk' }) as unknown as PublicJwk, secret };
}

/** The private half again, from what was sealed. */
export const openedKey = (secret: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(secret, 'base64url'), format: 'der', type: 'pkcs8' });

/** A key as brands fetch it (RFC 7517, section 4). */
export const publishedEncryptionKey = (issuer: string, { id, alg, jwk }: EncryptionKey) => ({
  ...jwk,
  kid: encryptionKid(issuer, id),
  use: 'enc' as const,
  alg,
});

/** Keys that still open tokens. */
export const openingKeys = (keys: readonly EncryptionKey[] | undefined, now: number) =>
  (keys ?? []).filter(({ until }) => until === undefined || until > now);

/** Keys that are published, the newest first. */
export const activeKeys = (keys: readonly EncryptionKey[] | undefined) =>
  (keys ?? []).filter(({ until }) => until === undefined).sort((a, b) => b.createdAt - a.createdAt);
