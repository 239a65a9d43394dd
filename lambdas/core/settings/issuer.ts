import type * as z from 'zod/mini';
import type { IssuerSettings, issuer } from '../../../contract/http/management/issuers.ts';
import { done, type Result, refuse } from '../result.ts';
import { fingerprint } from '../secrets.ts';
import { type IssuerKey, readIssuerKey } from './issuer-key.ts';

/** An issuer of login tokens, as it is stored under its id. */
export interface IssuerRecord {
  readonly id: string;
  readonly iss: string;
  readonly aud: string;
  /** Whose subjects these are: its own id, unless the admin named a shared one. */
  readonly namespace: string;
  readonly nonce: boolean;
  readonly keys: readonly IssuerKey[];
  readonly version: number;
}

/** What an issuer is stored under: the fingerprint of its `iss`. */
export const issuerId = (iss: string): string => fingerprint(iss);

/** Checks an issuer's settings and brings its keys into one form. */
export function readIssuerSettings(settings: IssuerSettings, version = 1): Result<IssuerRecord> {
  const read = settings.keys.map(readIssuerKey);
  const refused = read.find((one) => !one.ok);
  if (refused && !refused.ok) return refused;
  const keys = read.flatMap((one) => (one.ok ? [one.value] : []));
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length)
    return refuse('key_refused', { detail: 'Two keys have the same kid.' });
  const { iss, aud, nonce } = settings;
  const id = issuerId(iss);
  return done({ id, iss, aud, namespace: settings.namespace ?? id, nonce, keys, version });
}

/** An issuer as an admin reads it: its keys as JWK text. */
export const issuerView = ({
  id,
  iss,
  aud,
  namespace,
  nonce,
  keys,
}: IssuerRecord): z.infer<typeof issuer> => ({
  id,
  iss,
  aud,
  namespace,
  nonce,
  keys: keys.map(({ kid, alg, jwk }) => ({ kid, alg, key: JSON.stringify(jwk) })),
});
