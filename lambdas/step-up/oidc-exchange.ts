import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as oauth from 'oauth4webapi';
import { type Claims, hashOf, loginOf, verifySignature } from '../core/oidc/id-token.ts';
import { nonceOf, type OidcStart, pkceVerifier } from '../core/oidc/started.ts';
import { type Result, refuse } from '../core/result.ts';
import type { Login } from '../core/tokens/login.ts';
import type { StartedLogin } from '../store/logins.ts';
import type { Dependencies } from './dependencies.ts';
import { clientOf, fetchBy, proofOf, serverOf } from './oidc-client.ts';
import { refusalOf } from './oidc-refusals.ts';

export type StartedOidc = StartedLogin & OidcStart;

/** What the provider answered by way of the browser. */
export interface ProviderAnswer {
  readonly state: string;
  readonly code?: string | undefined;
  readonly error?: string | undefined;
  readonly iss?: string | undefined;
}

/**
 * Exchanges the code of a provider's answer, once, and checks the ID token that it gives (OpenID Connect Core, sections
 * 3.1.2.7 and 3.1.3; RFC 9207). The provider's keys come first, so that a code is not spent when they cannot be had.
 */
export async function exchange(
  deps: Dependencies,
  brand: string,
  start: StartedOidc,
  answer: ProviderAnswer,
): Promise<Result<Login>> {
  try {
    const [server, client] = [serverOf(start), clientOf(start)];
    const parameters = oauth.validateAuthResponse(server, client, parametersOf(answer), answer.state);
    const keys = await deps.jwks.find(brand, start.jwks, undefined);
    if (!keys.ok) return keys;
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      await proofOf(deps, brand, start.proof),
      parameters,
      start.returnTo,
      pkceVerifier(start),
      // Where it may go to is for the guarded fetch to say.
      { [oauth.customFetch]: fetchBy(deps.loopback), [oauth.allowInsecureRequests]: true },
    );
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: nonceOf(start),
      maxAge: oauth.skipAuthTimeCheck,
      requireIdToken: true,
    });
    return await checkIdToken(deps, brand, start, tokens);
  } catch (error) {
    return { ok: false, refusal: refusalOf(error) };
  }
}

/** What the library has not looked at: the signature, the access token's hash, and what is ours to ask. */
async function checkIdToken(
  { jwks, now }: Dependencies,
  brand: string,
  start: StartedOidc,
  { id_token: token = '', access_token: accessToken }: oauth.TokenEndpointResponse,
): Promise<Result<Login>> {
  const [header, claims] = [decodeProtectedHeader(token) as Claims, decodeJwt(token) as Claims];
  const keys = await jwks.find(brand, start.jwks, typeof header.kid === 'string' ? header.kid : undefined);
  if (!keys.ok) return keys;
  const signed = await verifySignature(token, header, keys.value);
  if (!signed.ok) return signed;
  if (claims.at_hash !== undefined && claims.at_hash !== hashOf(accessToken, header.alg))
    return refuse('token_refused', {
      reason: 'claim_wrong',
      detail: 'at_hash is not that of the access token.',
    });
  return loginOf(claims, start, now());
}

function parametersOf({ state, code, error, iss }: ProviderAnswer): URLSearchParams {
  const given = { state, code, error, iss };
  return new URLSearchParams(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
