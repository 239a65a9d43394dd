import type { LoginMethod } from './types.ts';

/** What the page's callback is given to get a token from the brand's backend. */
export interface TokenRequest {
  /** Must stand in the token as its `nonce`. */
  readonly nonce: string;
  readonly challenge: string;
  readonly conversation: string;
  /** Why the agent asks. */
  readonly reason?: string | undefined;
  /** What is asked for: a level of authentication, and the most seconds since the person entered credentials. */
  readonly acr?: string | undefined;
  readonly maxAge?: number | undefined;
}

/** How the page or app logs its person in; what it cannot do is left out. */
export interface ConsumerCallbacks {
  /**
   * Logs the person in on the page, if needed, and answers a token (JWS) that the brand signed. `undefined` means that
   * the person changed their mind; a rejection means that the login failed.
   */
  token?(request: TokenRequest): Promise<string | undefined>;
  /** The same with a token that carries private data of the person, which the brand has on record. */
  privateData?(request: TokenRequest): Promise<string | undefined>;
  /**
   * For apps: shows a login page in the system's browser and answers the address that it came back to (RFC 8252);
   * `undefined` when the person closed it. A browser's page leaves it out: a window is opened instead.
   */
  openUrl?(url: string): Promise<string | undefined>;
}

/** What a page can do about a login elsewhere: a return address, and a way to show it. */
export interface Abilities {
  readonly callbacks: ConsumerCallbacks;
  readonly returnTo: string | undefined;
  readonly hasWindows: boolean;
}

/** Whether a page can take one way to log in. */
export function isAble({ callbacks, returnTo, hasWindows }: Abilities, { method }: LoginMethod): boolean {
  switch (method) {
    case 'token':
      return callbacks.token !== undefined;
    case 'private_data':
      return callbacks.privateData !== undefined;
    default:
      return returnTo !== undefined && (hasWindows || callbacks.openUrl !== undefined);
  }
}
