import type { ConsumerCallbacks, TokenRequest } from './callbacks.ts';
import { type LoginOutcome, readOutcome } from './login-outcome.ts';
import { failed, type Outcome, ownFailure, success } from './outcome.ts';
import type { Proof } from './pending.ts';
import type { LoginMethod } from './types.ts';

/** Lets the page bring a token that the brand's backend signed. */
export async function askPage(
  { token, privateData }: ConsumerCallbacks,
  { method }: LoginMethod,
  request: TokenRequest,
): Promise<Outcome<Proof>> {
  const ask = method === 'private_data' ? privateData : token;
  try {
    const signed = await ask?.(request);
    if (signed !== undefined) return success({ method: 'token', token: signed });
    return failed(ownFailure('login_cancelled'));
  } catch {
    return failed(ownFailure('login_failed'));
  }
}

/** Lets an app show a login. An address that came back for another one counts as none. */
export async function askApp(
  openUrl: NonNullable<ConsumerCallbacks['openUrl']>,
  url: string,
  state: string,
): Promise<Outcome<LoginOutcome>> {
  try {
    const back = await openUrl(url);
    const outcome = back === undefined ? undefined : readOutcome(back);
    return outcome?.state === state ? success(outcome) : failed(ownFailure('login_cancelled'));
  } catch {
    return failed(ownFailure('login_failed'));
  }
}
