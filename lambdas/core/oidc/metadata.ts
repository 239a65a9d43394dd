import { done, type Result, refuse } from '../result.ts';

/** What is needed of a provider's discovery document (OpenID Connect Discovery, section 3). */
export interface ProviderMetadata {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly jwksUri: string;
  /** Whether its answers name their issuer (RFC 9207). */
  readonly namesIssuer: boolean;
}

/** Where a provider's discovery document is (OpenID Connect Discovery, section 4). */
export const discoveryUrl = (issuer: string): string =>
  `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/**
 * Reads a discovery document. It must be the registered issuer's own, exactly, and its addresses https: a browser is sent to
 * one of them. What it says otherwise is not believed.
 * @param loopback the loopback origins that are allowed too
 */
export function readMetadata(
  document: Readonly<Record<string, unknown>>,
  issuer: string,
  loopback: readonly string[],
): Result<ProviderMetadata> {
  const odd = (name: string) =>
    refuse('unavailable', {
      retryAfter: 60,
      detail: `The provider's discovery document cannot be used: ${name} is not as it must be.`,
    });
  if (document.issuer !== issuer) return odd('issuer');
  const { authorization_endpoint, token_endpoint, jwks_uri } = document;
  if (!isSafe(authorization_endpoint, loopback)) return odd('authorization_endpoint');
  if (!isSafe(token_endpoint, loopback)) return odd('token_endpoint');
  if (!isSafe(jwks_uri, loopback)) return odd('jwks_uri');
  return done({
    issuer,
    authorizationEndpoint: authorization_endpoint,
    tokenEndpoint: token_endpoint,
    jwksUri: jwks_uri,
    namesIssuer: document.authorization_response_iss_parameter_supported === true,
  });
}

function isSafe(value: unknown, loopback: readonly string[]): value is string {
  if (typeof value !== 'string' || value.length > 1024 || !URL.canParse(value)) return false;
  const { protocol, origin, username, password, hash } = new URL(value);
  if (username !== '' || password !== '' || hash !== '') return false;
  return protocol === 'https:' || loopback.includes(origin);
}
