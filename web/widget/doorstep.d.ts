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

/** How the page logs its person in; what it cannot do is left out. */
export interface Callbacks {
  /** Answers a token that the brand signed; `undefined` when the person changed their mind. A rejection is a failure. */
  token?(request: TokenRequest): Promise<string | undefined>;
  /** The same with a token that carries private data of the person. */
  privateData?(request: TokenRequest): Promise<string | undefined>;
}

/** `<doorstep-chat>`; docs/guides/widget.md says what each is for. */
export interface DoorstepChatElement extends HTMLElement {
  callbacks: Callbacks;
  claimed: Readonly<Record<string, string>> | undefined;
  texts: Readonly<Record<string, string>>;
  open(): Promise<void>;
  close(): void;
  logOut(options?: { everywhere?: boolean }): Promise<boolean>;
  startOver(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'doorstep-chat': DoorstepChatElement;
  }
  interface HTMLElementEventMap {
    'doorstep-open': CustomEvent<undefined>;
    'doorstep-close': CustomEvent<undefined>;
    'doorstep-message': CustomEvent<{ readonly from?: string; readonly text: string }>;
    'doorstep-stepped-up': CustomEvent<{ readonly conversation: string; readonly name?: string }>;
    'doorstep-login-failed': CustomEvent<{ readonly code: string }>;
    'doorstep-ended': CustomEvent<{ readonly code: string }>;
    'doorstep-logged-out': CustomEvent<undefined>;
  }
}
