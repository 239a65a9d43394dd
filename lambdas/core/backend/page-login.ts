import { createHmac } from 'node:crypto';
import type { LoggedIn } from '../../../contract/http/backend.ts';
import { above, absent, all, type Change, equals, to } from '../change.ts';
import { done, type Result, refuse } from '../result.ts';
import { openedBy, sealedBy } from '../sealed.ts';
import { fingerprint, s256, sameSecret } from '../secrets.ts';
import { cleanName } from '../tokens/claims.ts';
import type { Login } from '../tokens/login.ts';

/** What a link to the brand's own login page stands for. */
export interface PageLogin {
  readonly method: 'login_page';
  readonly conversation: string;
  readonly challenge: string;
  /** S256 of the verifier that only the starting browser holds. */
  readonly verifier: string;
  readonly returnTo: string;
  /** Milliseconds: until then somebody may log in on this link. */
  readonly until: number;
  /** The login page, and whose subjects it names. */
  readonly issuer: string;
  readonly namespace: string;
  /** Who has logged in, once somebody has: sealed by the one-use code. */
  readonly login?: string;
  /** Names who was reported. */
  readonly report?: string;
  /** The security key that the one-use code comes from, the code's hash, and when it is over. */
  readonly key?: string;
  readonly code?: string;
  readonly codeUntil?: number;
  /** The session that the code was used for. */
  readonly usedFor?: string;
}

/** How long the one-use code is good, from the login on; milliseconds. */
const codeLife = 60_000;
/** Clocks may differ by so much; milliseconds. */
const skew = 30_000;
/** What the code seals the login for. */
const sealedUse = 'login page';

/** What comes back with the outcome of a login, by what stands in its link. The link's holder may know both. */
export const stateOfLink = (link: string): string => s256(`state of ${link}`);

/** The address that a browser is sent to: the registered one, with the one-use link token. */
export const linkTo = (page: string, link: string): string =>
  `${page}${page.includes('?') ? '&' : '?'}doorstep=${link}`;

/**
 * The one-use code of a login. Whoever holds the link cannot make it, and a report that is repeated gives the same,
 * though the table holds nothing but its hash.
 */
export const codeOf = (state: string, key: string): string =>
  createHmac('sha256', key).update(`one-use code\n${state}`).digest('base64url');

/** Where the browser goes that has logged in: nothing but a fragment, which no server and no referrer sees. */
export const returnAddress = ({ returnTo }: PageLogin, code: string, state: string): string =>
  `${returnTo}#doorstep_code=${code}&doorstep_state=${state}`;

/** What the page's backend says of a login, in our terms. */
export function readPageLogin(
  { issuer, namespace }: PageLogin,
  { login: _, name, authTime, sessionEnd, ...said }: LoggedIn,
  now: number,
): Result<Login> {
  const wrong = (path: string, message: string) => refuse('invalid_request', { errors: [{ path, message }] });
  if (authTime !== undefined && authTime > now + skew) return wrong('authTime', 'lies in the future');
  if (sessionEnd !== undefined && sessionEnd <= now) return wrong('sessionEnd', 'has passed');
  const shown = name === undefined ? undefined : cleanName(name);
  const login = {
    issuer,
    namespace,
    ...said,
    ...(shown === undefined ? {} : { name: shown }),
    ...(authTime === undefined ? {} : { authTime }),
    ...(sessionEnd === undefined ? {} : { sessionEnd }),
  };
  return done(Object.fromEntries(Object.entries(login).filter(([, value]) => value !== undefined)) as never);
}

/**
 * Who was reported, told by who knows the link alone. The same person again is a repeat: a form is sent twice, and says another
 * time.
 */
const reportOf = ({ login: link, subject }: LoggedIn): string => fingerprint('report', link, subject);

export interface Report {
  readonly said: LoggedIn;
  readonly login: Login;
  /** The security key that the code comes from, and the code. */
  readonly key: string;
  readonly code: string;
  /** Milliseconds. */
  readonly now: number;
}

/** Somebody has logged in on a link: the first report counts, the same again is none, another is refused. */
export const loggedInOn = ({ said, login, key, code, now }: Report): Change => ({
  already: equals(['report'], reportOf(said)),
  guards: [
    { that: equals(['method'], 'login_page'), otherwise: refuse('login_link_refused').refusal },
    {
      that: absent('report'),
      otherwise: refuse('conflict', { detail: 'Somebody else has logged in on this link.' }).refusal,
    },
    { that: above(['until'], now), otherwise: refuse('login_link_refused').refusal },
  ],
  set: {
    report: to(reportOf(said)),
    login: to(sealedBy(code, sealedUse, login)),
    key: to(key),
    code: to(s256(code)),
    codeUntil: to(now + codeLife),
  },
});

/** Who has logged in, if a code is the one of this login, for this conversation and challenge, in the browser that began. */
export function loginBy(
  code: string,
  started: PageLogin,
  conversation: string,
  asked: { readonly id: string; readonly verifier?: string } | undefined,
): Login | undefined {
  const fits =
    started.method === 'login_page' &&
    started.conversation === conversation &&
    started.challenge === asked?.id &&
    sameSecret(started.verifier, asked.verifier ?? '') &&
    started.code !== undefined &&
    sameSecret(started.code, s256(code));
  return fits && started.login !== undefined
    ? (openedBy(code, sealedUse, started.login) as Login)
    : undefined;
}

/** Uses the code up, for one session; the same again is the same. */
export const useCode = (session: string, now: number): Change => ({
  already: equals(['usedFor'], session),
  guards: [
    {
      that: all(above(['codeUntil'], now), absent('usedFor')),
      otherwise: refuse('login_refused', { detail: 'The code was used, or is over its time.' }).refusal,
    },
  ],
  set: { usedFor: to(session) },
});
