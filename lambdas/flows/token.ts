import { issuerId } from '../core/settings/issuer.ts';
import type { Stage } from '../core/tokens/checks.ts';
import { readEncryptionKid } from '../core/tokens/encryption-key.ts';
import { claimOf } from '../core/tokens/json.ts';
import type { ReadToken } from '../core/tokens/read.ts';
import type { Sources } from '../core/tokens/verify.ts';
import type { Jwks } from '../edge/jwks.ts';
import type { Seals } from '../edge/sealing.ts';

/** The id of the issuer that a token names, before anything of it is believed: by `iss`, or by the `kid` of a JWE. */
export function issuerNamed({ value: token }: Stage<ReadToken>): string | undefined {
  if (token?.kind === 'encrypted') return readEncryptionKid(claimOf(token.header, 'kid'))?.issuer;
  const iss = token && claimOf(token.claims, 'iss');
  return typeof iss === 'string' ? issuerId(iss) : undefined;
}

/** Where the keys come from that are not in the issuer's settings. */
export const tokenSources = (
  { seals, jwks }: { readonly seals: Pick<Seals, 'open'>; readonly jwks: Jwks },
  brand: string,
): Sources => ({
  open: (sealed) => seals.open(brand, 'tokens', sealed),
  published: (url, kid) => jwks.find(brand, url, kid),
});
