import type { LoginMethod } from '../client/index.ts';

/** What a button says that begins a login, where there are several ways. */
export function methodAction({ method, provider }: LoginMethod): string {
  switch (method) {
    case 'oidc':
      return `Log in with ${provider}`;
    case 'login_page':
      return 'Log in on our login page';
    case 'private_data':
      return 'Confirm your details';
    default:
      return 'Log in here';
  }
}

/** How somebody has logged in, as agents read it. */
export function methodWords(method: LoginMethod['method']): string {
  switch (method) {
    case 'token':
      return "the site's login";
    case 'oidc':
      return 'an OpenID provider';
    case 'login_page':
      return "the brand's login page";
    case 'private_data':
      return 'known personal details';
  }
}

const minute = 60_000;

/** How long something still lasts, in whole minutes, rounded up. */
export function timeLeft(until: number, now: number): string {
  const minutes = Math.max(0, Math.ceil((until - now) / minute));
  if (minutes > 120) return `${Math.round(minutes / 60)} hours`;
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
