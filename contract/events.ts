import * as z from 'zod/mini';
import { challenge, entry, inboxLine, message, party } from './conversation.ts';
import { id, seq } from './fields.ts';
import { problem } from './problems.ts';

/** The answer to the frame with this id. `result` is described with the frame. */
export const answerEvent = z.strictObject({ type: z.literal('answer'), id, result: z.looseObject({}) });

/** The frame with this id (none, when it had none that could be read) was refused; nothing was stored. */
export const errorEvent = z.strictObject({ type: z.literal('error'), id: z.optional(id), error: problem });

/** Everything that a client may be sent without having asked. */
export const pushes = {
  message: z.strictObject({ type: z.literal('message'), conversation: id, message }),
  entry: z.strictObject({
    type: z.literal('entry'),
    conversation: id,
    entry,
    challenge: z.optional(challenge),
  }),
  challenge: z.strictObject({ type: z.literal('challenge'), conversation: id, challenge }),
  typing: z.strictObject({ type: z.literal('typing'), conversation: id, from: party, on: z.boolean() }),
  read: z.strictObject({
    type: z.literal('read'),
    conversation: id,
    role: z.enum(['consumer', 'agent']),
    seq,
  }),
  inbox: z.strictObject({
    type: z.literal('inbox'),
    line: inboxLine,
    why: z.string(),
    /** With `stepped_up`: whether the brand wants the agent to be notified. */
    notify: z.optional(z.boolean()),
  }),
  /** The conversation is for others now, and no longer in this agent's inbox. */
  inbox_gone: z.strictObject({ type: z.literal('inbox_gone'), conversation: id, why: z.string() }),
} as const;

export const push = z.discriminatedUnion('type', [
  pushes.message,
  pushes.entry,
  pushes.challenge,
  pushes.typing,
  pushes.read,
  pushes.inbox,
  pushes.inbox_gone,
]);
export type Push = z.infer<typeof push>;

export const serverEvent = z.discriminatedUnion('type', [answerEvent, errorEvent, ...push.def.options]);
export type ServerEvent = z.infer<typeof serverEvent>;
