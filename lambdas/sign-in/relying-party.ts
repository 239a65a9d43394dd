import { isIP } from 'node:net';
import { done, type Result, refuse } from '../core/result.ts';

/** Whom passkeys are made for: the host of our pages, for good. Passkeys of another host open nothing. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/**
 * The relying party of a public origin. None where browsers make no passkeys (plain http, an address), and none under the
 * name that the distribution was given by chance: once the brand sets its own, every passkey would be lost.
 */
export function relyingParty(publicOrigin: string): Result<RelyingParty> {
  const url = URL.canParse(publicOrigin) ? new URL(publicOrigin) : undefined;
  const id = url?.hostname ?? '';
  const secure = url?.protocol === 'https:' || id === 'localhost';
  const named = id !== '' && isIP(id.replace(/^\[|\]$/g, '')) === 0 && !id.endsWith('.cloudfront.net');
  return url && secure && named ? done({ id, origin: url.origin }) : refuse('passkeys_unavailable');
}
