import * as z from 'zod/mini';
import { awayMessage, channel, item } from '../conversation.ts';
import { id, secret, slug, time } from '../fields.ts';
import { loginMethod } from '../login.ts';
import { type HttpRoute, none } from './route.ts';

export const consumerBase = '/api/consumer/{brand}/{engagement}';
const shared = { function: 'consumer-api', query: none } as const;
export const engagementParams = z.strictObject({ brand: slug, engagement: slug });
export const conversationParams = z.extend(engagementParams, { conversation: id });

/** A page of a conversation, oldest first. Give `after` or `before`, not both; neither gives the newest page. */
export const pageQuery = z
  .strictObject({
    /** Items with a greater `seq`. */
    after: z.optional(z.string().check(z.regex(/^\d{1,12}$/))),
    /** The items just below this `seq`; none lies before 1. */
    before: z.optional(z.string().check(z.regex(/^\d{1,12}$/))),
    /** 1 to 50; 50 if left out. */
    limit: z.optional(z.string().check(z.regex(/^([1-9]|[1-4]\d|50)$/))),
  })
  .check(
    z.refine(
      ({ after, before }) => after === undefined || before === undefined,
      'after and before exclude each other',
    ),
  );

export const page = z.strictObject({
  /** In order. What is still being stored is missing, and comes when asked for again. */
  items: z.array(item),
  /** The last number given out in the whole conversation, not of this page. */
  lastSeq: z.int(),
  /** After a step-down: the first number that may be read. What lies before it will not come. */
  from: z.optional(z.int()),
});
export const ticket = z.strictObject({
  ticket: z.string(),
  /** Where to open the socket: with `?ticket=` and the ticket, percent-encoded. */
  url: z.string(),
  expiresAt: time,
});

export const consumerRoutes = {
  preflight: {
    ...shared,
    method: 'OPTIONS',
    path: `${consumerBase}/{rest+}`,
    summary: 'CORS preflight, answered for the origins of the engagement.',
    access: 'public',
    params: z.looseObject({ brand: slug, engagement: slug }),
    /** That of the request which the browser asks about. */
    query: z.looseObject({}),
    status: 204,
  },
  openSession: {
    ...shared,
    method: 'POST',
    path: `${consumerBase}/sessions`,
    summary: 'Open an anonymous session, with the id of the conversation that it may start.',
    access: 'public',
    params: engagementParams,
    /** With `hold` no agent sees the conversation before its consumer has logged in; so it is where authentication is on. */
    body: z.strictObject({ hold: z.optional(z.boolean()) }),
    status: 201,
    answer: z.strictObject({
      token: secret,
      conversation: id,
      channel,
      idleSeconds: z.int(),
      /** Whether a login must come first. */
      held: z.boolean(),
      /** The ways to log in, the preferred one first. */
      methods: z.array(loginMethod),
      /** Whether agents are there at this hour, and else what the brand says to those who begin all the same. */
      available: z.boolean(),
      awayMessage: z.optional(awayMessage),
    }),
  },
  openTicket: {
    ...shared,
    method: 'POST',
    path: `${consumerBase}/tickets`,
    summary: 'Get the one-use pass that opens a socket within 30 seconds.',
    access: 'consumer',
    params: engagementParams,
    body: none,
    status: 201,
    answer: ticket,
  },
  readMessages: {
    ...shared,
    method: 'GET',
    path: `${consumerBase}/conversations/{conversation}/messages`,
    summary: 'Read a page of messages and timeline entries.',
    access: 'consumer',
    params: conversationParams,
    query: pageQuery,
    status: 200,
    answer: page,
  },
  takeTranscript: {
    ...shared,
    method: 'GET',
    path: `${consumerBase}/conversations/{conversation}/transcript`,
    summary:
      'Take along what this session may read, as text or HTML; the header Link names the next part of a long one.',
    access: 'consumer',
    params: conversationParams,
    query: z.strictObject({
      format: z.optional(z.enum(['text', 'html'])),
      /** Items with a greater `seq`. */
      after: z.optional(z.string().check(z.regex(/^\d{1,12}$/))),
    }),
    status: 200,
    texts: ['text/plain', 'text/html'],
  },
  logOut: {
    ...shared,
    method: 'POST',
    path: `${consumerBase}/conversations/{conversation}/logout`,
    summary:
      "End this browser's access to the conversation, and the assurance with it. A repeat is done as well.",
    access: 'consumer',
    params: conversationParams,
    /** `everywhere` ends it in every conversation of the person who is logged in, on every device. */
    body: z.strictObject({ everywhere: z.optional(z.boolean()) }),
    status: 204,
  },
} as const satisfies Record<string, HttpRoute>;
