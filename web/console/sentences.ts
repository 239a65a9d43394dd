import type { Failure } from '../client/outcome.ts';

/** Why something could not be done, and what to do about it. */
export function sentence(failure: Failure & { readonly detail?: string }): string {
  switch (failure.code) {
    case 'precondition_failed':
      return 'Somebody else changed this in the meantime, and it has been read again. Look, then do it once more.';
    case 'invalid_request':
      return failure.errors?.length
        ? `Please check: ${failure.errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')}.`
        : 'Something in this is not as it must be.';
    case 'exists':
      return 'There is one of that name already.';
    case 'key_refused':
    case 'conflict':
      return failure.detail ?? failure.title;
    case 'in_use':
      return 'Something else still needs this. Take it out of use there first.';
    case 'last_admin':
      return 'A brand keeps one admin who can sign in. Make somebody else an admin first.';
    case 'limit_reached':
      return 'There are as many of these as there may be. Remove one first.';
    case 'password_required':
      return 'Enter your password afresh for this: sign out, and in again.';
    case 'forbidden':
      return 'Only admins may do that.';
    case 'not_found':
      return 'It is not there any more.';
    case 'unreachable':
      return 'There was no answer. Check your connection, and try again.';
    case 'rate_limited':
      return 'That was a lot at once. Please wait a moment.';
    default:
      return failure.title;
  }
}
