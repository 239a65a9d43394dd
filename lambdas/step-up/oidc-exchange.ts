import { createECDH } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, importJWK } from 'jose';
import * as oauth from 'oauth4webapi';
import { type Claims, hashOf, idTokenAlgorithms, loginOf, verifySignature } from '../core/oidc/id-token.ts';
import { type ClientProof, nonceOf, type OidcStart, pkceVerifier } from '../core/oidc/started.ts';
import { type Refusal, type Result, refuse } from '../core/result.ts';
import type { Login } from '../core/tokens/login.ts';
import { guardedFetch } from '../edge/guarded-fetch.ts';
import type { StartedLogin } from '../store/logins.ts';
import type { Dependencies } from './dependencies.ts';

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

const serverOf = (start: StartedOidc): oauth.AuthorizationServer => ({
  issuer: start.issuer,
  token_endpoint: start.token,
  authorization_response_iss_parameter_supported: start.iss ?? false,
  id_token_signing_alg_values_supported: [...idTokenAlgorithms],
});

const clientOf = ({ client, skew }: StartedOidc): oauth.Client => ({
  client_id: client,
  [oauth.clockTolerance]: skew,
});

function parametersOf({ state, code, error, iss }: ProviderAnswer): URLSearchParams {
  const given = { state, code, error, iss };
  return new URLSearchParams(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function proofOf(
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

class NotFetched extends Error {}

/** The library's fetch, by way of the guarded one. */
const fetchBy =
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

/** The errors of OpenID Connect Core (3.1.2.6), OAuth (RFC 6749, 4.1.2.1) and step-up (RFC 9470, 5) that have a meaning of their own. */
const meanings: Readonly<Record<string, Refusal>> = {
  access_denied: refuse('login_cancelled').refusal,
  login_required: refuse('cannot_satisfy').refusal,
  interaction_required: refuse('cannot_satisfy').refusal,
  unmet_authentication_requirements: refuse('cannot_satisfy').refusal,
  server_error: refuse('unavailable', { retryAfter: 5 }).refusal,
  temporarily_unavailable: refuse('unavailable', { retryAfter: 5 }).refusal,
};

/** What the library found wrong, typed and in plain words. Other exceptions are bugs and go on. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof NotFetched)
    return refuse('unavailable', {
      retryAfter: 5,
      detail: `The provider's token endpoint did not answer: ${error.message}.`,
    }).refusal;
  if (error instanceof oauth.AuthorizationResponseError)
    return meanings[error.error] ?? refused(`The provider answered with an error${named(error.error)}.`);
  if (error instanceof oauth.ResponseBodyError && error.error === 'invalid_grant') return spent;
  if (error instanceof oauth.ResponseBodyError)
    return refused(`The provider refused the exchange of the code${named(error.error)}.`);
  if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError)
    return refused(`The provider's answer is not as it must be: ${error.message}.`);
  throw error;
}

const refused = (detail: string): Refusal => refuse('login_refused', { detail }).refusal;
/** The code was never good, or has been exchanged. */
export const spent = refused('The provider refused the exchange of the code (invalid_grant).');
/** An error's name is repeated only if it has the form of one. */
const named = (error: string) => (/^[a-z_]{1,60}$/.test(error) ? ` (${error})` : '');
