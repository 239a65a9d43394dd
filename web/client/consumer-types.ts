import type { ConsumerCallbacks } from './callbacks.ts';
import type { Clock } from './clock.ts';
import type { Socket } from './link.ts';
import type { Unsent } from './outbox.ts';
import type { Failure } from './outcome.ts';
import type { StepUpDone } from './redeem.ts';
import type { LoginUnderWay } from './step-up-types.ts';
import type { Store } from './storage.ts';
import type { Challenge, Conversation, Item, LoginMethod } from './types.ts';
import type { LoginWindows } from './windows.ts';

export interface ConsumerOptions {
  /** The origin of the API, such as `https://chat.example.com`. */
  readonly api: string;
  readonly brand: string;
  readonly engagement: string;
  readonly callbacks: ConsumerCallbacks;
  /** Where logins at another page end: exactly one of the brand's registered return addresses. */
  readonly returnTo?: string | undefined;
  /** Whether a login comes before the chat, also where the brand would admit anonymous visitors. */
  readonly loginFirst?: boolean | undefined;
  /** Whether the page's visitor is logged in there: then the chat begins so, without asking, by the `token` callback. */
  readonly loggedIn?: boolean | undefined;
  /** What the page says of its visitor, up to ten short texts. Agents read it apart from what the brand has signed. */
  readonly claimed?: Readonly<Record<string, string>> | undefined;
  /** Where token and queue survive a reload; the tab's `sessionStorage` when left out. */
  readonly storage?: Store;
  /** How logins elsewhere are shown; the browser's windows when left out. */
  readonly windows?: LoginWindows;
  readonly fetch?: typeof fetch;
  /** Opens a socket; by the platform's `WebSocket` when left out. */
  readonly connect?: (url: string) => Socket;
  readonly clock?: Clock;
  /** Spreads the pauses between attempts: between 0 and 1. */
  readonly random?: () => number;
}

/** `failed` needs the developer: a wrong brand or engagement, or an origin that is not registered. */
export type ConsumerStatus = 'idle' | 'connecting' | 'online' | 'offline' | 'ended' | 'failed';

/** What there is to know, and to do, about logging in. */
export interface LoginView {
  /** An agent's request to log in that can be answered now. */
  readonly challenge: Challenge | undefined;
  /** The ways to log in that this page can take, the preferred one first. */
  readonly methods: readonly LoginMethod[];
  /** The login that is under way here. */
  readonly login: LoginUnderWay | undefined;
  readonly loggingIn: boolean;
  /** A login must come before the chat. What is written meanwhile waits in `unsent`. */
  readonly held: boolean;
  /** With `held`: `stayAnonymous` would do as well, since only the page wished for the login. */
  readonly mayStayAnonymous: boolean;
  /** The page's visitor is logged in, and this conversation is not: a click may take it up, `logIn`, or leave it, `startAnew`. */
  readonly mayTakeUp: boolean;
}

export interface ConsumerView extends LoginView {
  readonly status: ConsumerStatus;
  readonly conversation: Conversation | undefined;
  /** In order and without gaps. */
  readonly items: readonly Item[];
  /** Written here and not in `items` yet: under way, waiting, or refused with its `failure`. */
  readonly unsent: readonly Unsent[];
  readonly hasEarlier: boolean;
  /** Whether the agent is typing. */
  readonly typing: boolean;
  /** Whether agents are there at this hour, as far as the session has told, and else what the brand says meanwhile. */
  readonly available: boolean | undefined;
  readonly awayMessage: string | undefined;
  /** Why the status is `failed` or `ended`. */
  readonly failure: Failure | undefined;
}

export interface ConsumerEvents {
  /** Something in `view` changed. */
  change: ConsumerView;
  /** What happened while one was here, in order: for a sound or an announcement. */
  items: readonly Item[];
  /** The login in this browser worked. */
  steppedUp: StepUpDone;
  /** A login that a reload had interrupted came to nothing. */
  loginFailed: Failure;
  /** The session is over. What was not sent is kept in `unsent`; the next message begins a new conversation. */
  ended: Failure;
}
