import * as z from 'zod/mini';
import { channel } from '../../conversation.ts';
import { displayName, origin, slug } from '../../fields.ts';
import type { HttpRoute } from '../route.ts';
import { change, create, list, listQuery, read, shared } from './list.ts';

export const engagementSettings = z.strictObject({
  name: displayName,
  channel,
  platform: z.enum(['web', 'app']),
  /** The exact origins of the pages that may carry the widget; an app needs none. */
  origins: z.array(origin).check(z.maxLength(20)),
  /** After how many minutes without a sign of the consumer an anonymous session ends. */
  idleMinutes: z.int().check(z.minimum(5), z.maximum(1440)),
  /** How long a step-up lasts, in minutes. */
  authenticatedMinutes: z.int().check(z.minimum(1), z.maximum(1440)),
  /** How long a login request stays open, in minutes. */
  requestMinutes: z.int().check(z.minimum(1), z.maximum(1440)),
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
} as const satisfies Record<string, HttpRoute>;
