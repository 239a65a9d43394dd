import type { HeadChallenge } from '../conversation/head.ts';
import { s256 } from '../secrets.ts';
import type { ProviderRecord } from '../settings/provider.ts';
import type { ProviderMetadata } from './metadata.ts';

/** How Doorstep proves to a provider who it is; the secret, or the private number of the key, is sealed. */
export type ClientProof =
  | { readonly by: 'secret'; readonly sealed: string }
  | { readonly by: 'key'; readonly kid: string; readonly sealed: string };

/**
 * A login at a provider that a browser has started: all that its end needs, so that it goes by what held at its start and
 * costs one read. Short, since it is written twice.
 */
export interface OidcStart {
  /** PKCE's verifier and the nonce come from it. */
  readonly seed: string;
  readonly issuer: string;
  readonly token: string;
  readonly jwks: string;
  readonly client: string;
  readonly namespace: string;
  readonly proof?: ClientProof;
  /** Present when the provider's answers name their issuer. */
  readonly iss?: true;
  /** Seconds. */
  readonly skew: number;
  readonly acrs?: ProviderRecord['acrValues'];
  readonly attributes?: readonly string[];
  /** The checked login, once there is one: sealed by the browser's verifier. */
  readonly login?: string;
}

/** PKCE's verifier (RFC 7636, section 4.1): 43 characters that only this table knows how to make. */
export const pkceVerifier = ({ seed }: Pick<OidcStart, 'seed'>): string => s256(`pkce ${seed}`);
/** The nonce that the ID token must hold. */
export const nonceOf = ({ seed }: Pick<OidcStart, 'seed'>): string => s256(`nonce ${seed}`);

/** What is kept of a start. */
export function startAt(record: ProviderRecord, metadata: ProviderMetadata, seed: string): OidcStart {
  const [key] = record.keys ?? [];
  const { sealed, acrValues: acrs, attributes, skewSeconds: skew = 30 } = record;
  const proof: ClientProof | undefined = key
    ? { by: 'key', kid: key.kid, sealed: key.sealed }
    : sealed === undefined
      ? undefined
      : { by: 'secret', sealed };
  return {
    seed,
    issuer: metadata.issuer,
    token: metadata.tokenEndpoint,
    jwks: metadata.jwksUri,
    client: record.clientId,
    namespace: record.namespace,
    skew,
    ...(proof ? { proof } : {}),
    ...(metadata.namesIssuer ? { iss: true } : {}),
    ...(acrs ? { acrs } : {}),
    ...(attributes ? { attributes } : {}),
  };
}

/** Where the browser is sent: the authorization request (OpenID Connect Core, section 3.1.2.1; RFC 7636; RFC 9470). */
export function authorizationUrl(
  metadata: ProviderMetadata,
  { clientId, scopes, acrValues = [] }: ProviderRecord,
  start: OidcStart,
  { enough = [], maxAge }: Pick<HeadChallenge, 'enough' | 'maxAge'>,
  { state, returnTo }: { readonly state: string; readonly returnTo: string },
): string {
  const url = new URL(metadata.authorizationEndpoint);
  const set = (values: Readonly<Record<string, string | undefined>>) => {
    for (const [name, value] of Object.entries(values))
      if (value !== undefined) url.searchParams.set(name, value);
  };
  const theirs = (acr: string) => acrValues.find((one) => one.acr === acr)?.value ?? acr;
  set({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: returnTo,
    scope: scopes.join(' '),
    state,
    nonce: nonceOf(start),
    code_challenge: s256(pkceVerifier(start)),
    code_challenge_method: 'S256',
    acr_values: enough.length > 0 ? enough.map(theirs).join(' ') : undefined,
    max_age: maxAge?.toString(),
    // Some providers take a max_age of 0 for none.
    prompt: maxAge === 0 ? 'login' : undefined,
  });
  return url.href;
}
