/** What a login elsewhere came to, as it comes back to a page of the brand's origin. */
export interface LoginOutcome {
  /** Says which login it is of. */
  readonly state: string;
  readonly code?: string;
  /** An OpenID provider's error (OpenID Connect Core, section 3.1.2.6). */
  readonly error?: string;
  /** Which provider answers (RFC 9207). */
  readonly iss?: string;
}

/** Where pages of one origin tell each other of logins. */
export const loginChannel = 'doorstep-login';
export const outcomeMessage = 'doorstep-login';
export const receivedMessage = 'doorstep-login-received';

/** Under this a tab that left for a login keeps which one, the page that it left, and then what came of it. */
export const awayKey = 'doorstep-login';

export interface Away {
  readonly state: string;
  readonly page: string;
  readonly outcome?: LoginOutcome;
}

/**
 * Reads the address that a login elsewhere ended at: an OpenID provider answers in the query (RFC 6749, section 4.1.2), the
 * brand's login page in the fragment, which no server sees. Undefined when the address tells of no login.
 */
export function readOutcome(address: string): LoginOutcome | undefined {
  const { searchParams, hash } = new URL(address);
  const fragment = new URLSearchParams(hash.slice(1));
  const given = {
    state: fragment.get('doorstep_state') ?? searchParams.get('state'),
    code: fragment.get('doorstep_code') ?? searchParams.get('code'),
    error: searchParams.get('error'),
    iss: searchParams.get('iss'),
  };
  const { state, ...rest } = Object.fromEntries(
    Object.entries(given).filter((one): one is [string, string] => Boolean(one[1])),
  );
  if (state === undefined || (rest.code === undefined && rest.error === undefined)) return undefined;
  return { state, ...rest };
}

const isText = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';

/** What another page of the origin said, if it is the outcome of a login. */
export function asOutcome(data: unknown): LoginOutcome | undefined {
  const { type, state, code, error, iss } = (data ?? {}) as Record<string, unknown>;
  if (type !== outcomeMessage || typeof state !== 'string') return undefined;
  if (!isText(code) || !isText(error) || !isText(iss)) return undefined;
  return { state, ...(code && { code }), ...(error && { error }), ...(iss && { iss }) };
}
