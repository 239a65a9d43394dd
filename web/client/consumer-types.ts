import type { Clock } from './clock.ts';
import type { Socket } from './link.ts';
import type { Unsent } from './outbox.ts';
import type { Failure } from './outcome.ts';
import type { ConsumerCallbacks, StepUpDone } from './step-up.ts';
import type { Store } from './storage.ts';
import type { Challenge, Conversation, Item } from './types.ts';

export interface ConsumerOptions {
  /** The origin of the API, such as `https://chat.example.com`. */
  readonly api: string;
  readonly brand: string;
  readonly engagement: string;
  readonly callbacks: ConsumerCallbacks;
  /** Where token and queue survive a reload; the tab's `sessionStorage` when left out. */
  readonly storage?: Store;
  readonly fetch?: typeof fetch;
  /** Opens a socket; by the platform's `WebSocket` when left out. */
  readonly connect?: (url: string) => Socket;
  readonly clock?: Clock;
  /** Spreads the pauses between attempts: between 0 and 1. */
  readonly random?: () => number;
}

/** `failed` needs the developer: a wrong brand or engagement, or an origin that is not registered. */
export type ConsumerStatus = 'idle' | 'connecting' | 'online' | 'offline' | 'ended' | 'failed';

export interface ConsumerView {
  readonly status: ConsumerStatus;
  readonly conversation: Conversation | undefined;
  /** In order and without gaps. */
  readonly items: readonly Item[];
  /** Written here and not in `items` yet: under way, waiting, or refused with its `failure`. */
  readonly unsent: readonly Unsent[];
  readonly hasEarlier: boolean;
  /** Whether the agent is typing. */
  readonly typing: boolean;
  /** The request to log in that can be answered now. */
  readonly challenge: Challenge | undefined;
  /** A login begun here is under way. */
  readonly loggingIn: boolean;
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
  /** The session is over. What was not sent is kept in `unsent`; the next message begins a new conversation. */
  ended: Failure;
}
