import * as z from 'zod/mini';
import { conversation, inboxLine, inboxState } from '../conversation.ts';
import { id } from '../fields.ts';
import { page, pageQuery, ticket } from './consumer.ts';
import { type HttpRoute, none } from './route.ts';

const shared = { function: 'agent-api', access: 'agent', params: none, query: none } as const;
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
      cursor: z.optional(z.string().check(z.maxLength(2048))),
    }),
    status: 200,
    answer: z.strictObject({ lines: z.array(inboxLine), cursor: z.optional(z.string()) }),
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
