import * as z from 'zod/mini';
import { assurance } from '../conversation.ts';
import { id, s256, time } from '../fields.ts';
import { consumerBase, conversationParams, page, pageQuery } from './consumer.ts';
import { type HttpRoute, none } from './route.ts';

const shared = { function: 'consumer-api', access: 'consumer', query: none } as const;
const base = `${consumerBase}/conversations/{conversation}/history`;
const otherParams = z.extend(conversationParams, { other: id });

/** A conversation of the same person. */
export const pastConversation = z.strictObject({
  id,
  engagement: id,
  /** When the person last logged in there. */
  at: time,
});

/** One person, many places: what somebody who has logged in has begun elsewhere or earlier. */
export const historyRoutes = {
  listHistory: {
    ...shared,
    method: 'GET',
    path: base,
    summary: 'List the conversations of the person who is logged in here, whatever device they began on.',
    params: conversationParams,
    query: z.strictObject({ cursor: z.optional(z.string().check(z.maxLength(2048))) }),
    status: 200,
    answer: z.strictObject({ items: z.array(pastConversation), cursor: z.optional(z.string()) }),
  },
  readHistory: {
    ...shared,
    method: 'GET',
    path: `${base}/{other}/messages`,
    summary: 'Read a page of another conversation of the person who is logged in here.',
    params: otherParams,
    query: pageQuery,
    status: 200,
    answer: page,
  },
  resumeConversation: {
    ...shared,
    method: 'POST',
    path: `${base}/{other}/session`,
    summary:
      'Go on with another open conversation of the person who is logged in here, under the same login. A repeat is answered the same.',
    params: otherParams,
    body: z.strictObject({ nextTokenHash: s256 }),
    status: 200,
    answer: z.strictObject({ conversation: id, assurance, name: z.optional(z.string()) }),
  },
} as const satisfies Record<string, HttpRoute>;
