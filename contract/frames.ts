import * as z from 'zod/mini';
import { claimed, conversation, reason, transferNote } from './conversation.ts';
import { id, seq, slug, text, time } from './fields.ts';
import { acr, maxAge } from './login.ts';

const request = { id };
const inConversation = { ...request, conversation: id };

const joined = z.strictObject({
  conversation,
  /** This client's sender key, and the last number that it used here. */
  sender: id,
  n: z.int(),
});
const stored = z.strictObject({ seq, at: time });
const nothing = z.strictObject({});

interface FrameRoute {
  readonly action: string;
  readonly function: 'consumer-socket' | 'agent-socket';
  readonly summary: string;
  readonly frame: z.ZodMiniObject;
  readonly answer: z.ZodMiniObject;
}

function frame<
  A extends string,
  F extends FrameRoute['function'],
  S extends z.core.$ZodShape,
  R extends z.ZodMiniObject,
>(action: A, fn: F, summary: string, shape: S, answer: R) {
  return {
    action,
    function: fn,
    summary,
    frame: z.strictObject({ action: z.literal(action), ...shape }),
    answer,
  };
}

const typingOn = { on: z.boolean() };
const join = { ...inConversation, clientId: id };
const send = { ...inConversation, clientId: id, n: seq, text };
const aboutChallenge = { ...inConversation, challenge: id };

/** Every frame a client may send, which function takes it, and what the answer's `result` holds. */
export const frames = {
  'consumer.start': frame(
    'consumer.start',
    'consumer-socket',
    'Start the conversation of this session. `claimed` is what the page says of its visitor: agents read it apart from what the brand has signed.',
    { ...inConversation, claimed: z.optional(claimed) },
    nothing,
  ),
  'consumer.join': frame(
    'consumer.join',
    'consumer-socket',
    'Add this socket to the conversation.',
    join,
    joined,
  ),
  'consumer.send': frame('consumer.send', 'consumer-socket', 'Send a message.', send, stored),
  'consumer.typing': frame(
    'consumer.typing',
    'consumer-socket',
    'Say that one is typing, or no longer.',
    { ...inConversation, ...typingOn },
    nothing,
  ),
  'consumer.read': frame(
    'consumer.read',
    'consumer-socket',
    'Say how far one has read.',
    { ...inConversation, seq },
    nothing,
  ),
  'consumer.close': frame(
    'consumer.close',
    'consumer-socket',
    'Close the conversation.',
    inConversation,
    nothing,
  ),
  'consumer.decline': frame(
    'consumer.decline',
    'consumer-socket',
    'Answer a login request with "not now".',
    aboutChallenge,
    nothing,
  ),
  'consumer.fail': frame(
    'consumer.fail',
    'consumer-socket',
    'Say that the login on the page did not come about.',
    { ...aboutChallenge, why: z.enum(['cancelled', 'login_failed']) },
    nothing,
  ),
  'consumer.expire': frame(
    'consumer.expire',
    'consumer-socket',
    'Say that a login request is over its time.',
    aboutChallenge,
    nothing,
  ),
  ping: frame('ping', 'consumer-socket', 'Keep the socket open.', request, nothing),
  'agent.hello': frame(
    'agent.hello',
    'agent-socket',
    'Put this socket on the roster, to hear what changes in the inbox.',
    request,
    nothing,
  ),
  'agent.alive': frame(
    'agent.alive',
    'agent-socket',
    'Say that a person is at work: keeps the session from going idle.',
    request,
    nothing,
  ),
  'agent.accept': frame(
    'agent.accept',
    'agent-socket',
    'Take a waiting conversation.',
    inConversation,
    nothing,
  ),
  'agent.join': frame('agent.join', 'agent-socket', 'Add this socket to the conversation.', join, joined),
  'agent.send': frame('agent.send', 'agent-socket', 'Send a message.', send, stored),
  'agent.typing': frame(
    'agent.typing',
    'agent-socket',
    'Say that one is typing, or no longer.',
    { ...inConversation, ...typingOn },
    nothing,
  ),
  'agent.read': frame(
    'agent.read',
    'agent-socket',
    'Say how far one has read.',
    { ...inConversation, seq },
    nothing,
  ),
  'agent.close': frame('agent.close', 'agent-socket', 'Close the conversation.', inConversation, nothing),
  'agent.transfer': frame(
    'agent.transfer',
    'agent-socket',
    'Hand the conversation on: to another agent, or to those with a skill, for whom it waits again. Whoever goes on watching joins again.',
    {
      ...inConversation,
      to: z.union([z.strictObject({ agent: id }), z.strictObject({ skill: slug })]),
      note: z.optional(transferNote),
    },
    nothing,
  ),
  'agent.release': frame(
    'agent.release',
    'agent-socket',
    'Give the conversation back: it waits again.',
    inConversation,
    nothing,
  ),
  'agent.away': frame(
    'agent.away',
    'agent-socket',
    'Say that one takes no new conversations for now, or takes them again.',
    { ...request, on: z.boolean() },
    nothing,
  ),
  'agent.ask': frame(
    'agent.ask',
    'agent-socket',
    'Ask the consumer to log in. A repeat under the same id asks once; the answer names the challenge.',
    { ...inConversation, reason: z.optional(reason), acr: z.optional(acr), maxAge: z.optional(maxAge) },
    z.strictObject({ challenge: id, expiresAt: z.optional(time) }),
  ),
  'agent.withdraw': frame(
    'agent.withdraw',
    'agent-socket',
    'Take a login request back, and the protected request that waits for it: both end as if their time were over.',
    aboutChallenge,
    nothing,
  ),
  'agent.step_down': frame(
    'agent.step_down',
    'agent-socket',
    'End the authenticated period: the consumer goes on, anonymous.',
    inConversation,
    nothing,
  ),
  'agent.expire': frame(
    'agent.expire',
    'agent-socket',
    'Say that a login request is over its time.',
    aboutChallenge,
    nothing,
  ),
} as const satisfies Record<string, FrameRoute>;

export type Action = keyof typeof frames;
/** The actions that one function takes. */
export type ActionOf<F extends FrameRoute['function']> = {
  [A in Action]: (typeof frames)[A]['function'] extends F ? A : never;
}[Action];
export type Frame<A extends Action> = z.infer<(typeof frames)[A]['frame']>;
export type FrameAnswer<A extends Action> = z.infer<(typeof frames)[A]['answer']>;
