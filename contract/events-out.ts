import * as z from 'zod/mini';
import { party } from './conversation.ts';
import { id, seq, slug, time } from './fields.ts';
import { acr, loginMethodName, maxAge } from './login.ts';
import { requestEnd } from './protected-request.ts';

/** Who has, or had, a conversation: an agent, or those of a skill. */
const holder = z.strictObject({ agent: z.optional(id), skill: z.optional(slug) });
const challenge = z.strictObject({ challenge: id });
const invitation = z.strictObject({ user: id, loginName: z.string(), link: z.string(), expiresAt: time });
const nothing = z.strictObject({});

/**
 * What a brand's own systems are told, and what each event holds: on the event bus as `doorstep.<name>`, and by webhook. Ids,
 * codes and times; of the person never more than the identity, how it was proven and when that ends. Never what somebody
 * wrote, a name or an attribute, but for a protected request: its input, and for whom the brand is asked to act.
 */
export const outEvents = {
  'conversation.started': nothing,
  'conversation.accepted': nothing,
  'conversation.transferred': z.strictObject({ from: z.optional(holder), to: z.optional(holder) }),
  'conversation.released': nothing,
  'conversation.closed': nothing,
  /** The anonymous consumer has ended the session. */
  'conversation.left': nothing,
  'conversation.continued': z.strictObject({ way: z.enum(['here', 'there']), conversation: id }),
  'challenge.requested': z.strictObject({
    challenge: id,
    expiresAt: z.optional(time),
    acr: z.optional(acr),
    maxAge: z.optional(maxAge),
    request: z.optional(id),
    supersedes: z.optional(id),
  }),
  'challenge.declined': challenge,
  'challenge.failed': z.extend(challenge, { why: z.string() }),
  'challenge.expired': challenge,
  stepped_up: z.strictObject({
    challenge: id,
    method: loginMethodName,
    issuer: z.string(),
    identity: id,
    epoch: z.int(),
    acr: z.optional(acr),
    authTime: z.optional(time),
    until: z.optional(time),
  }),
  resumed: z.strictObject({
    from: id,
    epoch: z.int(),
    acr: z.optional(acr),
    authTime: z.optional(time),
    until: z.optional(time),
  }),
  stepped_down: z.strictObject({ why: z.enum(['expired', 'logged_out', 'agent', 'revoked']) }),
  /** To be acted on, and answered under this id: see protected requests. */
  'request.released': z.strictObject({
    request: id,
    name: z.string(),
    input: z.record(z.string(), z.unknown()),
    identity: z.optional(id),
    /** Who the person is to the brand, and whose subjects these are. */
    subject: z.optional(z.string()),
    namespace: z.optional(z.string()),
  }),
  'request.ended': z.strictObject({ request: id, why: requestEnd }),
  'request.answered': z.strictObject({ request: id, ok: z.boolean() }),
  /** The one-use link is good for 24 hours: whoever has it chooses the user's password. */
  'user.invited': invitation,
  'user.password_reset': invitation,
  'user.factors_reset': z.strictObject({ user: id }),
  /** An admin tries a webhook out; it goes to that one alone. */
  'webhook.test': z.strictObject({ webhook: id }),
} as const;

export type OutEventName = keyof typeof outEvents;
export const outEventName = z.enum(Object.keys(outEvents) as [OutEventName, ...OutEventName[]]);

/** What all events have in common: on the bus the `detail`, in a webhook the `data`. */
export const outEvent = z.strictObject({
  /** The same however often it is delivered: of a conversation's events its id and the number of the entry. */
  id: z.string(),
  schema: z.literal(1),
  brand: slug,
  at: time,
  conversation: z.optional(id),
  /** The number of the entry in the timeline: order, and gaps, show here. */
  seq: z.optional(seq),
  by: z.pick(party, { role: true, id: true }),
  data: z.looseObject({}),
});

export type OutEvent<Name extends OutEventName = OutEventName> = {
  [Each in Name]: Omit<z.infer<typeof outEvent>, 'data'> & {
    readonly name: Each;
    readonly data: z.infer<(typeof outEvents)[Each]>;
  };
}[Name];
