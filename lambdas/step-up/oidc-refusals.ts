import * as oauth from 'oauth4webapi';
import { type Refusal, refuse } from '../core/result.ts';
import { NotFetched } from './oidc-client.ts';

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
export function refusalOf(error: unknown): Refusal {
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
