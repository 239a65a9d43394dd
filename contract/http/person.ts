import * as z from 'zod/mini';
import { id, time } from '../fields.ts';
import { pastConversation } from './history.ts';
import { type HttpRoute, none } from './route.ts';

const shared = { function: 'agent-api', access: 'agent', params: none, query: none } as const;
const conversationParams = z.strictObject({ conversation: id });
const cursor = z.optional(z.string().check(z.maxLength(2048)));

/** That an agent has taken note of a step-up. */
const acknowledgement = z.strictObject({
  conversation: id,
  /** The step-up: see the entry `stepped_up`. */
  epoch: z.int(),
  at: time,
});

/** What agents learn of a person who has logged in. */
export const personRoutes = {
  listEarlier: {
    ...shared,
    method: 'GET',
    path: '/api/agent/conversations/{conversation}/earlier',
    summary:
      'List the other conversations of the person who is authenticated in this one, as far as one may see them. While nobody is, there are none.',
    params: conversationParams,
    query: z.strictObject({ cursor }),
    status: 200,
    answer: z.strictObject({ items: z.array(pastConversation), cursor }),
  },
  acknowledgeStepUp: {
    ...shared,
    method: 'PUT',
    path: '/api/agent/conversations/{conversation}/acknowledgement',
    summary: 'Say that one has taken note of a step-up: no desk of one’s own shows it as new any more.',
    params: conversationParams,
    body: z.strictObject({ epoch: z.int().check(z.minimum(1)) }),
    status: 204,
  },
  listAcknowledgements: {
    ...shared,
    method: 'GET',
    path: '/api/agent/acknowledgements',
    summary: 'List which step-ups one has taken note of in the last 30 days.',
    query: z.strictObject({ cursor }),
    status: 200,
    answer: z.strictObject({ items: z.array(acknowledgement), cursor }),
  },
} as const satisfies Record<string, HttpRoute>;
