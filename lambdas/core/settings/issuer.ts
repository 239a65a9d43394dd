import type * as z from 'zod/mini';
import type { IssuerSettings, issuer } from '../../../contract/http/management/issuers.ts';
import { done, type Result, refuse } from '../result.ts';
import { fingerprint } from '../secrets.ts';
import type { EncryptionKey } from '../tokens/encryption-key.ts';
import { type IssuerKey, readIssuerKey } from './issuer-key.ts';

/** An issuer of login tokens, as it is stored under its id. */
export interface IssuerRecord extends Omit<IssuerSettings, 'keys' | 'namespace'> {
  readonly id: string;
  /** Whose subjects these are: its own id, unless the admin named a shared one. */
  readonly namespace: string;
  readonly keys: readonly IssuerKey[];
  /** What tokens can be encrypted to: made by us, and not a part of what an admin writes. */
  readonly encryptionKeys?: readonly EncryptionKey[];
  readonly version: number;
}

/** What an issuer is stored under: the fingerprint of its `iss`. */
export const issuerId = (iss: string): string => fingerprint(iss);

/** An address that keys may be fetched from; which hosts it may name is decided when it is fetched. */
function isKeyAddress(address: string, loopback: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, origin, username, password, hash } = new URL(address);
  const allowed = protocol === 'https:' || loopback.includes(origin);
  return allowed && username === '' && password === '' && hash === '';
}

/**
 * Checks an issuer's settings and brings its keys into one form.
 * @param loopback the exact loopback origins that may be fetched from
 */
export function readIssuerSettings(
  settings: IssuerSettings,
  version = 1,
  loopback: readonly string[] = [],
): Result<IssuerRecord> {
  const read = settings.keys.map(readIssuerKey);
  const refused = read.find((one) => !one.ok);
  if (refused && !refused.ok) return refused;
  const keys = read.flatMap((one) => (one.ok ? [one.value] : []));
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length)
    return refuse('key_refused', { detail: 'Two keys have the same kid.' });
  const { iss, aud, nonce, jwksUrl, algorithms, encrypted, attributes, claims, privateData } = settings;
  if (jwksUrl !== undefined && !isKeyAddress(jwksUrl, loopback))
    return refuse('invalid_request', {
      errors: [{ path: 'jwksUrl', message: 'must be https, without user info and fragment' }],
    });
  const id = issuerId(iss);
  const namespace = settings.namespace ?? id;
  const optional = { jwksUrl, algorithms, encrypted, attributes, claims, privateData };
  return done({ id, iss, aud, namespace, nonce, keys, ...optional, version });
}

/** An issuer as an admin reads it: its keys as JWK text. */
export function issuerView(record: IssuerRecord): z.infer<typeof issuer> {
  const { keys, id, iss, aud, namespace, nonce } = record;
  const { jwksUrl, algorithms, encrypted, attributes, claims, privateData } = record;
  return {
    id,
    iss,
    aud,
    namespace,
    nonce,
    keys: keys.map(({ kid, alg, jwk }) => ({ kid, alg, key: JSON.stringify(jwk) })),
    ...(jwksUrl === undefined ? {} : { jwksUrl }),
    ...(algorithms === undefined ? {} : { algorithms }),
    ...(encrypted === undefined ? {} : { encrypted }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(claims === undefined ? {} : { claims }),
    ...(privateData === undefined ? {} : { privateData }),
  };
}
