import type { Failure } from '../client/index.ts';

/** A failure of the sign-in as its reader needs it: what happened, and what to do. */
export function sentence(failure: Failure): string {
  switch (failure.code) {
    case 'sign_in_failed':
      return 'Name and password do not fit together, or this was tried too often. Check both, and the brand; after many tries wait ten minutes.';
    case 'code_refused':
      return 'That was not accepted. Wait for the next code in your app, and enter it.';
    case 'network_refused':
      return 'You may not sign in from this network. Ask your admin from where you may.';
    case 'passkeys_unavailable':
      return 'Passkeys do not work at this address. Use another way.';
    case 'key_refused':
      return 'That passkey was not accepted. Try again, or use an app.';
    case 'factor_needed':
      return 'This is your last second factor, and you need one. Add another first.';
    case 'limit_reached':
      return 'You have as many of these as there may be. Remove one first.';
    case 'rate_limited':
      return `There were too many attempts from this network. Try again ${inTime(failure.retryAfter)}.`;
    case 'invitation_refused':
      return 'This link was used already, or is too old. Ask your admin for a new one.';
    case 'password_refused':
      return failure.errors?.[0]?.message
        ? `This password cannot be used: it ${failure.errors[0].message}.`
        : 'This password cannot be used: choose a longer one that is not a common one.';
    case 'password_required':
    case 'unauthorized':
    case 'session_ended':
      return 'This sign-in took too long. Begin again with your password.';
    case 'invalid_request':
      return 'That is not filled in as it should be. Check it, and try again.';
    case 'unreachable':
      return 'There was no answer. Check your connection, and try again.';
    case 'internal':
    case 'unavailable':
      return 'Something went wrong on our side. Try again in a moment.';
    default:
      return failure.title;
  }
}

/** So many refused in a row, and nothing is taken for a while. */
export const mostRefused = 5;

/** The server says the same of every code that it does not take, locked or wrong; how many there were, this page knows. */
export const locked =
  'Five were refused in a row, so none is taken for five minutes, or as long as your brand has set. Wait, then enter the next code; or begin again later.';

function inTime(seconds: number | undefined): string {
  if (seconds === undefined) return 'later';
  if (seconds < 90) return `in ${seconds} seconds`;
  return `in ${Math.ceil(seconds / 60)} minutes`;
}
