import * as z from 'zod/mini';
import { displayName, id, seq, text, time, utf8 } from './fields.ts';

/** Only a `messaging` conversation can be stepped up; a `live_chat` stays anonymous. */
export const channel = z.enum(['messaging', 'live_chat']);
export type Channel = z.infer<typeof channel>;

export const conversationState = z.enum(['waiting', 'open', 'closed']);
export type ConversationState = z.infer<typeof conversationState>;

/** What is known of the consumer now. `until` is when an authenticated assurance ends. */
export const assurance = z.discriminatedUnion('level', [
  z.strictObject({ level: z.literal('anonymous') }),
  z.strictObject({
    level: z.literal('authenticated'),
    acr: z.optional(z.string()),
    amr: z.optional(z.array(z.string())),
    authTime: z.optional(time),
    until: time,
  }),
]);
export type Assurance = z.infer<typeof assurance>;

/** The assurance something was sent under. `epoch` is that of the step-up it rests on: see the entry `stepped_up`. */
export const stamp = z.discriminatedUnion('level', [
  z.strictObject({ level: z.literal('anonymous') }),
  z.strictObject({ level: z.literal('authenticated'), acr: z.optional(z.string()), epoch: z.int() }),
]);
export type Stamp = z.infer<typeof stamp>;

export const party = z.strictObject({
  role: z.enum(['consumer', 'agent', 'bot', 'system']),
  /** The agent's id; agents alone see it. */
  id: z.optional(id),
  name: z.optional(z.string()),
});
export type Party = z.infer<typeof party>;

export const message = z.strictObject({
  kind: z.literal('message'),
  seq,
  at: time,
  from: party,
  /** Which client instance sent it, and that client's own number for it. */
  sender: id,
  n: z.int(),
  text,
  assurance: stamp,
});
export type Message = z.infer<typeof message>;

/** Why the agent asks, as the consumer reads it: 280 bytes of UTF-8 at most. */
export const reason = utf8(280);

/** One request to log in. */
export const challenge = z.strictObject({
  id,
  /** `failed` is the last try's end: until `expiresAt` it may be begun again, three failed tries in all. */
  state: z.enum(['requested', 'started', 'completed', 'declined', 'failed', 'expired', 'superseded']),
  reason: z.optional(reason),
  by: party,
  at: time,
  expiresAt: time,
});
export type Challenge = z.infer<typeof challenge>;

/** A person as a signed token told it. Attributes are shown to agents only. */
export const person = z.strictObject({
  name: z.optional(displayName),
  attributes: z.optional(z.record(z.string(), z.string())),
});
export type Person = z.infer<typeof person>;

export const entryEvent = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('started') }),
  z.strictObject({ event: z.literal('accepted') }),
  z.strictObject({ event: z.literal('closed') }),
  z.strictObject({
    event: z.literal('challenge_requested'),
    challenge: id,
    reason: z.optional(reason),
    expiresAt: time,
    supersedes: z.optional(id),
  }),
  z.strictObject({ event: z.literal('challenge_declined'), challenge: id }),
  z.strictObject({ event: z.literal('challenge_failed'), challenge: id, why: z.string() }),
  z.strictObject({ event: z.literal('challenge_expired'), challenge: id }),
  z.strictObject({
    event: z.literal('stepped_up'),
    challenge: id,
    method: z.literal('token'),
    issuer: z.string(),
    /** Counts the step-ups of the conversation; messages name it in their `assurance`. */
    epoch: z.int(),
    /** Stable for one person within a brand; says nothing about who it is. */
    identity: id,
    person,
    assurance,
  }),
  z.strictObject({ event: z.literal('stepped_down'), why: z.enum(['expired']) }),
]);
export type EntryEvent = z.infer<typeof entryEvent>;

/** Something that happened, standing between the messages: who did what, and when. */
export const entry = z.strictObject({
  kind: z.literal('entry'),
  seq,
  at: time,
  by: party,
  what: entryEvent,
});
export type Entry = z.infer<typeof entry>;

/** Stands where a message was given up before it was stored. */
export const tombstone = z.strictObject({ kind: z.literal('tombstone'), seq, at: time });

export const item = z.discriminatedUnion('kind', [message, entry, tombstone]);
export type Item = z.infer<typeof item>;

/** A conversation as it stands now. */
export const conversation = z.strictObject({
  id,
  engagement: id,
  channel,
  state: conversationState,
  createdAt: time,
  lastSeq: z.int(),
  assurance,
  /** The verified person's name. */
  name: z.optional(z.string()),
  agent: z.optional(party),
  challenge: z.optional(challenge),
  /** How far each side has read. */
  read: z.strictObject({ consumer: z.int(), agent: z.int() }),
});
export type Conversation = z.infer<typeof conversation>;

/** A line of the inbox. */
export const inboxLine = z.strictObject({
  id,
  engagement: id,
  channel,
  state: conversationState,
  createdAt: time,
  changedAt: time,
  steppedUp: z.boolean(),
  name: z.optional(z.string()),
  agent: z.optional(party),
});
export type InboxLine = z.infer<typeof inboxLine>;
