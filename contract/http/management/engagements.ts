import * as z from 'zod/mini';
import { awayMessage, channel } from '../../conversation.ts';
import { displayName, origin, slug } from '../../fields.ts';
import type { HttpRoute } from '../route.ts';
import { engagementAuthentication } from './authentication.ts';
import { hours } from './hours.ts';
import { change, create, list, listQuery, read, remove, shared } from './list.ts';

export const engagementSettings = z.strictObject({
  name: displayName,
  channel,
  platform: z.enum(['web', 'app']),
  /** The exact origins of the pages that may carry the widget; an app needs none. */
  origins: z.array(origin).check(z.maxLength(20)),
  /** After how many minutes without a sign of the consumer an anonymous session ends: 30 when left out. */
  idleMinutes: z.optional(z.int().check(z.minimum(5), z.maximum(1440))),
  /** The skill that its conversations ask for. Left out, they are for every agent. */
  skill: z.optional(slug),
  /** When agents are there. Left out, they always are. */
  hours: z.optional(hours),
  /** What the consumer is told who begins outside of the hours. */
  awayMessage: z.optional(awayMessage),
  /** `on` admits nobody who has not logged in; step-up is for engagements where it is `off`, as it is when left out. */
  authentication: z.optional(z.enum(['off', 'on'])),
  ...engagementAuthentication,
});
export type EngagementSettings = z.infer<typeof engagementSettings>;
export const engagement = z.extend(engagementSettings, { id: slug });

const params = z.strictObject({ engagement: slug });

export const engagementRoutes = {
  listEngagements: {
    ...shared,
    ...read,
    path: '/api/manage/engagements',
    summary: 'List engagements.',
    query: listQuery,
    answer: list(engagement),
  },
  createEngagement: {
    ...shared,
    ...create,
    path: '/api/manage/engagements',
    summary: 'Create an engagement.',
    body: engagement,
    answer: engagement,
  },
  readEngagement: {
    ...shared,
    ...read,
    path: '/api/manage/engagements/{engagement}',
    summary: 'Read an engagement.',
    params,
    answer: engagement,
  },
  changeEngagement: {
    ...shared,
    ...change,
    path: '/api/manage/engagements/{engagement}',
    summary: 'Change an engagement.',
    params,
    body: engagementSettings,
    answer: engagement,
  },
  deleteEngagement: {
    ...shared,
    ...remove,
    path: '/api/manage/engagements/{engagement}',
    summary: 'Delete an engagement: nothing begins there any more; what has begun goes on.',
    params,
  },
} as const satisfies Record<string, HttpRoute>;
