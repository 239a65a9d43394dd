import * as z from 'zod/mini';
import { displayName, id, seq, slug, text, time, utf8 } from './fields.ts';
import { acr, loginMethod, loginMethodName, maxAge } from './login.ts';
import { requestEnd } from './protected-request.ts';

/** Only a `messaging` conversation can be stepped up; a `live_chat` stays anonymous. */
export const channel = z.enum(['messaging', 'live_chat']);
export type Channel = z.infer<typeof channel>;

/** Where a conversation stands in the inbox. */
export const inboxState = z.enum(['waiting', 'open', 'closed']);
export type InboxState = z.infer<typeof inboxState>;

/** `held` until its consumer has logged in: no agent sees it, and nothing can be sent. */
export const conversationState = z.enum(['held', 'waiting', 'open', 'closed']);
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
  /** Left out, it does not expire while the conversation is open. */
  expiresAt: z.optional(time),
  /** What is asked for: this level or a stronger one, and a login at most so many seconds old (RFC 9470, section 4). */
  acr: z.optional(acr),
  maxAge: z.optional(maxAge),
  /** The ways to answer, the preferred one first. */
  methods: z.array(loginMethod),
  /** The protected request that waits for it. */
  request: z.optional(id),
});
export type Challenge = z.infer<typeof challenge>;

/** A person as a signed token told it. Attributes are shown to agents only. */
export const person = z.strictObject({
  name: z.optional(displayName),
  attributes: z.optional(z.record(z.string(), z.string())),
});
export type Person = z.infer<typeof person>;

/** Why a conversation is handed on, as agents read it. */
export const transferNote = utf8(1000);
/** What the consumer is told who begins outside of the hours. */
export const awayMessage = utf8(500);
/** Who has a conversation: an agent, or whoever has the skill. */
const holder = z.strictObject({ agent: z.optional(party), skill: z.optional(slug) });

/** What a page says of its visitor: up to ten short texts, which nobody has verified. */
export const claimed = z
  .record(z.string().check(z.minLength(1), z.maxLength(40)), z.string().check(z.maxLength(200)))
  .check(
    z.refine((value) => Object.keys(value).length <= 10, 'holds more than ten'),
    z.refine(
      (value) =>
        Object.entries(value)
          .flat()
          .every((text) => text.isWellFormed()),
      'holds a lone surrogate',
    ),
  );

export const entryEvent = z.discriminatedUnion('event', [
  /** `away` is what the brand says to those who begin when nobody is there. */
  z.strictObject({
    event: z.literal('started'),
    away: z.optional(awayMessage),
    claimed: z.optional(claimed),
  }),
  z.strictObject({ event: z.literal('accepted') }),
  /** Handed on: to an agent, or back to those who wait, for a skill. Consumers see neither who, nor which, nor why. */
  z.strictObject({
    event: z.literal('transferred'),
    from: z.optional(holder),
    to: z.optional(holder),
    note: z.optional(transferNote),
  }),
  /** The agent gave it back to those who wait. */
  z.strictObject({ event: z.literal('released') }),
  z.strictObject({ event: z.literal('closed') }),
  z.strictObject({
    event: z.literal('challenge_requested'),
    challenge: id,
    reason: z.optional(reason),
    expiresAt: z.optional(time),
    acr: z.optional(acr),
    maxAge: z.optional(maxAge),
    request: z.optional(id),
    supersedes: z.optional(id),
  }),
  z.strictObject({ event: z.literal('challenge_declined'), challenge: id }),
  z.strictObject({ event: z.literal('challenge_failed'), challenge: id, why: z.string() }),
  z.strictObject({ event: z.literal('challenge_expired'), challenge: id }),
  z.strictObject({
    event: z.literal('stepped_up'),
    challenge: id,
    method: loginMethodName,
    issuer: z.string(),
    /** Counts the step-ups of the conversation; messages name it in their `assurance`. */
    epoch: z.int(),
    /** Stable for one person within a brand; says nothing about who it is. */
    identity: id,
    person,
    assurance,
  }),
  z.strictObject({
    event: z.literal('stepped_down'),
    why: z.enum(['expired', 'logged_out', 'agent', 'revoked']),
  }),
  /** The person, who is logged in elsewhere, goes on here under that login. */
  z.strictObject({ event: z.literal('resumed'), from: id, epoch: z.int(), assurance }),
  /** By the brand's rule a person has one open conversation: what was begun here goes on there, or the other way round. */
  z.strictObject({ event: z.literal('continued'), way: z.enum(['here', 'there']), conversation: id }),
  /** A protected request goes on to the brand's systems: the assurance was as it must be at this moment. */
  z.strictObject({ event: z.literal('request_released'), request: id, title: displayName }),
  z.strictObject({ event: z.literal('request_ended'), request: id, title: displayName, why: requestEnd }),
  z.strictObject({ event: z.literal('request_answered'), request: id, title: displayName, ok: z.boolean() }),
  /** An anonymous consumer has ended the session; nobody reads on from there. */
  z.strictObject({ event: z.literal('left') }),
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
  /** Who the verified person is to the brand; agents alone see it, while the person is there. */
  subject: z.optional(z.string()),
  /** Where the entry of the last step-up stands; agents alone see it. */
  stepUp: z.optional(z.int()),
  agent: z.optional(party),
  /** The skill that it asks for; agents alone see it. */
  skill: z.optional(slug),
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
  state: inboxState,
  createdAt: time,
  changedAt: time,
  steppedUp: z.boolean(),
  name: z.optional(z.string()),
  agent: z.optional(party),
  skill: z.optional(slug),
});
export type InboxLine = z.infer<typeof inboxLine>;
