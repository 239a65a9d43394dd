import { type HttpCall, type HttpOptions, httpCaller, path } from './http.ts';
import type { Outcome } from './outcome.ts';
import type { AcceptedInvitation, NextStep, OwnSessions, SignInSession, TotpEnrolment } from './types.ts';

const base = '/api/sign-in';

/** Signing in as an agent or admin: password, then the code of an authenticator app. The session is a cookie. */
export class SignInClient {
  readonly #call: HttpCall;

  constructor(options: Omit<HttpOptions, 'credentials'>) {
    this.#call = httpCaller({ ...options, credentials: 'same-origin' });
  }

  /** Uses the one-use link: chooses the password. Signs nobody in. */
  acceptInvitation(body: {
    brand: string;
    invitation: string;
    password: string;
  }): Promise<Outcome<AcceptedInvitation>> {
    return this.#call({ method: 'POST', path: `${base}/invitation`, body });
  }

  /** The value says what comes next: a code, or the enrolment of an authenticator app. */
  enterPassword(body: { brand: string; loginName: string; password: string }): Promise<Outcome<NextStep>> {
    return this.#call({ method: 'POST', path: `${base}/password`, body });
  }

  /** Begins to enrol an app; the secret is shown this once. */
  beginTotp(): Promise<Outcome<TotpEnrolment>> {
    return this.#call({ method: 'POST', path: `${base}/factors/totp`, body: {} });
  }

  /** The first code of the new app; completes the sign-in. */
  confirmTotp(code: string): Promise<Outcome<NextStep>> {
    return this.#call({ method: 'POST', path: `${base}/factors/totp/confirm`, body: { code } });
  }

  /** The code of an app enrolled before; completes the sign-in. */
  enterCode(code: string): Promise<Outcome<NextStep>> {
    return this.#call({ method: 'POST', path: `${base}/code`, body: { code } });
  }

  /** Who is signed in, or what is still owed. */
  session(): Promise<Outcome<SignInSession>> {
    return this.#call({ method: 'GET', path: `${base}/session` });
  }

  signOut(): Promise<Outcome<undefined>> {
    return this.#call({ method: 'DELETE', path: `${base}/session` });
  }

  /** One's own sessions, on all devices. */
  sessions(): Promise<Outcome<OwnSessions>> {
    return this.#call({ method: 'GET', path: `${base}/sessions` });
  }

  endSession(session: string): Promise<Outcome<undefined>> {
    return this.#call({ method: 'DELETE', path: `${base}/sessions/${path`${session}`}` });
  }
}
