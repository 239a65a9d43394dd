import { type HttpCall, type HttpOptions, httpCaller, path } from './http.ts';
import type { Outcome } from './outcome.ts';
import type {
  AcceptedInvitation,
  Enrolled,
  NewPasskey,
  NextStep,
  OwnFactors,
  OwnSessions,
  PasskeyAnswer,
  PasskeyOptions,
  RecoveryCodes,
  SignInSession,
  TotpEnrolment,
} from './types.ts';

const base = '/api/sign-in';

/** Signing in as an agent or admin, and what one does with the own account. The session is a cookie. */
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

  /** The first code of the new app; the first factor completes the sign-in, and brings recovery codes. */
  confirmTotp(code: string, name?: string): Promise<Outcome<Enrolled>> {
    const body = { code, ...(name ? { name } : {}) };
    return this.#call({ method: 'POST', path: `${base}/factors/totp/confirm`, body });
  }

  /** What to ask the browser for, to make a passkey. */
  beginPasskey(): Promise<Outcome<PasskeyOptions>> {
    return this.#call({ method: 'POST', path: `${base}/factors/passkey`, body: {} });
  }

  /** The passkey that the browser made. */
  confirmPasskey(credential: NewPasskey, name?: string): Promise<Outcome<Enrolled>> {
    const body = { credential, ...(name ? { name } : {}) };
    return this.#call({ method: 'POST', path: `${base}/factors/passkey/confirm`, body });
  }

  /** What to ask the browser for, to sign in by a passkey alone. */
  beginPasskeySignIn(brand: string): Promise<Outcome<PasskeyOptions>> {
    return this.#call({ method: 'POST', path: `${base}/passkey-sign-in/challenge`, body: { brand } });
  }

  signInByPasskey(brand: string, credential: PasskeyAnswer): Promise<Outcome<NextStep>> {
    return this.#call({ method: 'POST', path: `${base}/passkey-sign-in`, body: { brand, credential } });
  }

  /** The code of an app enrolled before; completes the sign-in. */
  enterCode(code: string): Promise<Outcome<NextStep>> {
    return this.#call({ method: 'POST', path: `${base}/code`, body: { code } });
  }

  /** A recovery code in the place of the app's. */
  enterRecoveryCode(code: string): Promise<Outcome<NextStep>> {
    return this.#call({ method: 'POST', path: `${base}/recovery-code`, body: { code } });
  }

  /** What to ask the browser for, to use a passkey in the place of a code. */
  askForPasskey(): Promise<Outcome<PasskeyOptions>> {
    return this.#call({ method: 'POST', path: `${base}/passkey/challenge`, body: {} });
  }

  enterPasskey(credential: PasskeyAnswer): Promise<Outcome<NextStep>> {
    return this.#call({ method: 'POST', path: `${base}/passkey`, body: { credential } });
  }

  /** The password afresh, and then a factor, before anything that one signs in with is changed. */
  prove(password: string): Promise<Outcome<NextStep>> {
    return this.#call({ method: 'POST', path: `${base}/proof`, body: { password } });
  }

  factors(): Promise<Outcome<OwnFactors>> {
    return this.#call({ method: 'GET', path: `${base}/factors` });
  }

  renameFactor(factor: string, name: string): Promise<Outcome<undefined>> {
    return this.#call({ method: 'PUT', path: `${base}/factors/${path`${factor}`}`, body: { name } });
  }

  removeFactor(factor: string): Promise<Outcome<NextStep>> {
    return this.#call({ method: 'DELETE', path: `${base}/factors/${path`${factor}`}` });
  }

  /** Ten new recovery codes, shown this once. */
  renewRecoveryCodes(): Promise<Outcome<RecoveryCodes>> {
    return this.#call({ method: 'POST', path: `${base}/recovery-codes`, body: {} });
  }

  changePassword(password: string): Promise<Outcome<NextStep>> {
    return this.#call({ method: 'POST', path: `${base}/own-password`, body: { password } });
  }

  /** The notice was read. */
  forgetNotice(): Promise<Outcome<undefined>> {
    return this.#call({ method: 'DELETE', path: `${base}/notice` });
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

  /** Ends all of one's own sessions but this one. */
  endOtherSessions(): Promise<Outcome<undefined>> {
    return this.#call({ method: 'DELETE', path: `${base}/sessions` });
  }

  endSession(session: string): Promise<Outcome<undefined>> {
    return this.#call({ method: 'DELETE', path: `${base}/sessions/${path`${session}`}` });
  }
}
