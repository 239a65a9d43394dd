import type { Failure } from '../../client/index.ts';
import { english, type TextName } from '../texts/english.ts';
import type { Words } from './words.tsx';

/** Codes that say the same to a consumer. */
const alike: Readonly<Record<string, TextName>> = {
  unauthorized: 'failure.session_ended',
  token_refused: 'failure.login_failed',
  login_refused: 'failure.login_failed',
};

/** Why something could not be done, in words that help. */
export function failureWords({ text, left }: Words, { code, retryAfter }: Failure): string {
  if (code === 'rate_limited' && retryAfter !== undefined)
    return text('failure.waitFor', { time: left(retryAfter * 1000) });
  const own = `failure.${code}`;
  return text(alike[code] ?? (own in english ? (own as TextName) : 'failure.other'));
}
