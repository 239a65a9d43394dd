import * as z from 'zod/mini';
import { conversation, inboxLine, inboxState } from '../conversation.ts';
import { id, slug } from '../fields.ts';
import { acr } from '../login.ts';
import { page, pageQuery, ticket } from './consumer.ts';
import { cannedAnswer } from './management/answers.ts';
import { list, listQuery } from './management/list.ts';
import { skill } from './management/skills.ts';
import { type HttpRoute, none } from './route.ts';
import { role } from './sign-in.ts';

const shared = { function: 'agent-api', access: 'agent', params: none, query: none } as const;
/** Somebody of the brand, as others at work see them. */
const colleague = z.strictObject({
  id,
  name: z.string(),
  role,
  skills: z.array(slug),
  /** Takes no new conversations for now. */
  away: z.boolean(),
});
const conversationParams = z.strictObject({ conversation: id });

export const agentRoutes = {
  openAgentTicket: {
    ...shared,
    method: 'POST',
    path: '/api/agent/tickets',
    summary: 'Get the one-use pass that opens a socket within 30 seconds.',
    body: none,
    status: 201,
    answer: ticket,
  },
  listInbox: {
    ...shared,
    method: 'GET',
    path: '/api/agent/inbox',
    summary:
      'List conversations in one state, newest change first: those that wait, unless `state` says otherwise.',
    query: z.strictObject({
      state: z.optional(inboxState),
      /** Conversations that ask for this skill alone. Left out, those that ask for none, and for one's own. */
      skill: z.optional(slug),
      /** Only those that were stepped up; a page may be short, and have a next one all the same. */
      steppedUp: z.optional(z.literal('true')),
      cursor: z.optional(z.string().check(z.maxLength(2048))),
    }),
    status: 200,
    answer: z.strictObject({ lines: z.array(inboxLine), cursor: z.optional(z.string()) }),
  },
  readDesk: {
    ...shared,
    method: 'GET',
    path: '/api/agent/desk',
    summary: "Read what one's desk goes by: skills, limit, and the brand's settings for agents.",
    status: 200,
    answer: z.strictObject({
      skills: z.array(skill),
      away: z.boolean(),
      openLimit: z.optional(z.int()),
      /** Whether to notify the agent when a conversation is stepped up. */
      stepUpNotification: z.boolean(),
      /** The brand's name. */
      brandName: z.string(),
      /** Every skill of the brand, to hand conversations on to. */
      brandSkills: z.array(skill),
      /** The brand's levels of authentication, from the weakest to the strongest: what a login may be asked for. */
      acrScale: z.array(acr),
    }),
  },
  listOwn: {
    ...shared,
    method: 'GET',
    path: '/api/agent/conversations',
    summary: 'List the conversations that one has open, newest change first: 100 at most.',
    status: 200,
    answer: z.strictObject({ lines: z.array(inboxLine) }),
  },
  listColleagues: {
    ...shared,
    method: 'GET',
    path: '/api/agent/colleagues',
    summary: 'List agents, admins and bots, to hand conversations on to.',
    query: listQuery,
    status: 200,
    answer: list(colleague),
  },
  listAnswers: {
    ...shared,
    method: 'GET',
    path: '/api/agent/canned-answers',
    summary: "List canned answers: those for everybody, and those for one's own skills.",
    query: listQuery,
    status: 200,
    answer: list(cannedAnswer),
  },
  readConversation: {
    ...shared,
    method: 'GET',
    path: '/api/agent/conversations/{conversation}',
    summary: 'Read a conversation as it stands.',
    params: conversationParams,
    status: 200,
    answer: conversation,
  },
  takeConversationTranscript: {
    ...shared,
    method: 'GET',
    path: '/api/agent/conversations/{conversation}/transcript',
    summary: 'Take a conversation along as text; the header Link names the next part of a long one.',
    params: conversationParams,
    /** Items with a greater `seq`. */
    query: z.strictObject({ after: z.optional(z.string().check(z.regex(/^\d{1,12}$/))) }),
    status: 200,
    texts: ['text/plain'],
  },
  readConversationMessages: {
    ...shared,
    method: 'GET',
    path: '/api/agent/conversations/{conversation}/messages',
    summary: 'Read a page of messages and timeline entries.',
    params: conversationParams,
    query: pageQuery,
    status: 200,
    answer: page,
  },
} as const satisfies Record<string, HttpRoute>;
