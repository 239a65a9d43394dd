import { createECDH } from 'node:crypto';
import { importJWK } from 'jose';
import * as oauth from 'oauth4webapi';
import { idTokenAlgorithms } from '../core/oidc/id-token.ts';
import type { ClientProof, OidcStart } from '../core/oidc/started.ts';
import { guardedFetch } from '../edge/guarded-fetch.ts';
import type { Dependencies } from './dependencies.ts';

/** The provider, as the library knows one. */
export const serverOf = (start: OidcStart): oauth.AuthorizationServer => ({
  issuer: start.issuer,
  token_endpoint: start.token,
  authorization_response_iss_parameter_supported: start.iss ?? false,
  id_token_signing_alg_values_supported: [...idTokenAlgorithms],
});

/** Doorstep, as its client. */
export const clientOf = ({ client, skew }: OidcStart): oauth.Client => ({
  client_id: client,
  [oauth.clockTolerance]: skew,
});

/** How Doorstep proves that it is the client (OpenID Connect Core, section 9). */
export async function proofOf(
  { seals }: Dependencies,
  brand: string,
  proof: ClientProof | undefined,
): Promise<oauth.ClientAuth> {
  if (!proof) return oauth.None();
  const secret = await seals.open(brand, 'oidc', proof.sealed);
  if (proof.by === 'secret') return oauth.ClientSecretBasic(secret);
  const key = await importJWK(privateJwk(secret), 'ES256');
  return oauth.PrivateKeyJwt({ key: key as CryptoKey, kid: proof.kid });
}

/** The whole key of a private number on P-256, whose point is not kept. */
function privateJwk(d: string) {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(d, 'base64url');
  const point = curve.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  return { kty: 'EC', crv: 'P-256', d, x: x ?? '', y: y ?? '' };
}

/** The provider's host did not answer. */
export class NotFetched extends Error {}

/** The library's fetch, by way of the guarded one. */
export const fetchBy =
  (loopback: readonly string[]) =>
  async (url: string, options: oauth.CustomFetchOptions<'POST', URLSearchParams>): Promise<Response> => {
    const { headers } = options;
    const fetched = await guardedFetch(url, { method: 'POST', headers, body: `${options.body}`, loopback });
    if (!fetched.ok) throw new NotFetched(fetched.why);
    const { status, text } = fetched.value;
    if (status < 200 || status >= 500) throw new NotFetched(`status ${status}`);
    const type = { 'content-type': fetched.value.headers['content-type'] ?? '' };
    return new Response(text === '' ? null : text, { status, headers: type });
  };
