import type {
  Assurance,
  Channel,
  ConversationState,
  EntryEvent,
  Party,
} from '../../../contract/conversation.ts';
import type { Item, Value } from '../change.ts';
import type { AgentName } from './changes.ts';

/**
 * The head of a conversation: one item that decides everything about it. It stays under 1 KB, the price of one write
 * unit, so attributes that come once for each sender or socket have short names.
 *
 * For a sender x: `n#x` its last number, `q#x` the sequence number that got, `a#x` the stamp, packed, `d#x` the digest of
 * the text, `t#x` the time, `w#x` the time of the last message that counted for the rate. For a socket: `c#<connection>`.
 */
export interface Head {
  readonly id: string;
  readonly brand: string;
  readonly engagement: string;
  readonly channel: Channel;
  readonly state: ConversationState;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly lastSeq: number;
  /** Counts step-ups: tokens and sockets of an older epoch are dead. */
  readonly epoch: number;
  readonly assurance: Assurance;
  /** What messages are stamped with now, packed. */
  readonly stamp: string;
  /** When an authenticated assurance ends. */
  readonly until?: number;
  /** When an anonymous consumer has been silent for too long. */
  readonly idleUntil: number;
  /** Whose it is, once it has been someone's. */
  readonly identity?: string;
  /** Who that is to the brand, packed. */
  readonly who?: string;
  readonly name?: string;
  readonly agent?: { readonly id: string; readonly name: string; readonly bot?: boolean };
  /** The skill that it asks for. */
  readonly skill?: string;
  /** Marks the request by which it last changed hands. */
  readonly moved?: string;
  readonly challenge?: HeadChallenge;
  readonly readConsumer: number;
  readonly readAgent: number;
  /** After a step-down the consumer reads from here on. */
  readonly readFrom?: number;
  /** The engagement's settings when the conversation began, in milliseconds. */
  readonly settings: Settings;
  /** How often agents have asked for a login. */
  readonly asked?: number;
  /** How often the consumer began to log in on her own account. */
  readonly own?: number;
  /** When the consumer last said 'not now'. */
  readonly notNow?: number;
  /** The conversations that this one goes on in, and from, by the brand's rule. */
  readonly goesOnIn?: string;
  readonly goesOnFrom?: string;
  /** A timeline entry that was decided and must be put at `owesSeq`. */
  readonly owes?: Owed;
  readonly owesSeq?: number;
  readonly redeemed?: Redeemed;
  readonly upSeq?: number;
}

/** Times in milliseconds. */
export interface Settings {
  readonly idle: number;
  readonly period: number;
  /** Left out, a login request does not expire while the conversation is open. */
  readonly request?: number;
  /** What becomes of another open conversation of the person; left out, nothing. */
  readonly rule?: 'continue_existing' | 'keep_this';
}

export interface HeadChallenge {
  readonly id: string;
  readonly state: 'requested' | 'started' | 'declined' | 'failed' | 'expired';
  readonly reason?: string;
  /** The agent who asks; none, when the consumer logs in on her own account. */
  readonly by?: AgentName;
  readonly at: number;
  /** Left out, it stays open as long as the conversation. */
  readonly expiresAt?: number;
  readonly attempts: number;
  /** The level that is asked for, and the values of `acr` that satisfy it; none, when any does. */
  readonly acr?: string;
  readonly enough?: readonly string[];
  /** Seconds. */
  readonly maxAge?: number;
  /** The ways to answer, packed. */
  readonly methods: readonly string[];
  /** The protected request that waits for it. */
  readonly request?: string;
  /** Until when what becomes of its tokens is reported to the admins; milliseconds. */
  readonly trial?: number;
  /** S256 of what only the starting browser holds. */
  readonly verifier?: string;
  readonly nonce?: string;
  /** How often it was begun, and when the last time. */
  readonly starts?: number;
  readonly begun?: number;
  /** When this start is over: 10 minutes, and a new one must be made. */
  readonly startUntil?: number;
  /** Names the last try that failed. */
  readonly failure?: string;
}

/** A timeline entry before it has its number. */
export interface Owed {
  readonly at: number;
  readonly by: Party;
  readonly what: OwedEvent;
  /** The network that it was asked for from; for the log alone. */
  readonly network?: string;
}

/** What happened, as far as the head does not say it already. */
export type OwedEvent = Exclude<EntryEvent, StepUpEvent> | OwedStepUp;
type StepUpEvent = Extract<EntryEvent, { event: 'stepped_up' }>;
export interface OwedStepUp extends Pick<StepUpEvent, 'event' | 'method' | 'issuer'> {
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The last step-up, so that a repeat of its request is answered the same, and so that only its own session is good. */
export interface Redeemed {
  readonly challenge: string;
  /** Fingerprints of the verifier and of the session that the step-up began. */
  readonly verifier: string;
  readonly session: string;
  readonly at: number;
}

/**
 * A socket in a head: of which sender and epoch, since when, and until when it counts: an agent's until the session idles, a
 * consumer's, where the session ends before the socket could, until then. A socket belongs to one session for all its life,
 * so whose it is needs no mention.
 */
export interface HeadSocket {
  readonly connection: string;
  readonly role: 'consumer' | 'agent';
  readonly sender: string;
  readonly epoch: number;
  readonly at: number;
  readonly until?: number;
}

/** The store writes heads through the rules alone, so an item at a head's key is one. */
export const asHead = (item: Item): Head => item as unknown as Head;

export const socketAttribute = (connection: string) => `c#${connection}`;

/** The map that stands under a socket's attribute. */
export function socketValue({ connection: _, ...socket }: HeadSocket): Value {
  const { role, sender: x, epoch: e, at: t, until: u } = socket;
  return { r: role === 'agent' ? 'a' : 'c', x, e, t, ...(u === undefined ? {} : { u }) };
}

interface StoredSocket {
  readonly r: string;
  readonly x: string;
  readonly e: number;
  readonly t: number;
  readonly u?: number;
}

/** All sockets that stand in a head. */
export function socketsOf(item: Item): HeadSocket[] {
  return Object.entries(item)
    .filter(([name]) => name.startsWith('c#'))
    .map(([name, value]) => {
      const { r, x, e, t, u } = value as unknown as StoredSocket;
      return {
        connection: name.slice(2),
        role: r === 'a' ? ('agent' as const) : ('consumer' as const),
        sender: x,
        epoch: e,
        at: t,
        ...(u === undefined ? {} : { until: u }),
      };
    });
}

/**
 * A consumer has been silent for too long. An authenticated one may be, as long as the assurance lasts; when it has ended,
 * the time runs from there.
 */
export const isIdle = ({ idleUntil, until, settings }: Head, now: number): boolean =>
  idleUntil <= now && (until ?? 0) <= now - settings.idle;

/** A gateway closes every socket after 2 hours: older entries are of sockets that are gone. */
export const socketLife = 2 * 60 * 60 * 1000;

/** Older than a socket gets, or over with its session. */
export const isOutlived = ({ role, at, until }: HeadSocket, now: number): boolean =>
  at <= now - socketLife || (until ?? (role === 'agent' ? 0 : Number.POSITIVE_INFINITY)) <= now;

/** The sockets that may be sent to now: of this epoch, not outlived, and only while the session is in use. */
export function recipients(item: Item, now: number): HeadSocket[] {
  const head = asHead(item);
  const away = isIdle(head, now);
  return socketsOf(item).filter(
    (socket) =>
      !isOutlived(socket, now) && (socket.role === 'agent' || (socket.epoch === head.epoch && !away)),
  );
}
