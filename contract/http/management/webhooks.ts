import * as z from 'zod/mini';
import { outEventName } from '../../events-out.ts';
import { id, time } from '../../fields.ts';
import type { HttpRoute } from '../route.ts';
import { change, create, list, listQuery, read, remove, shared } from './list.ts';

export const webhookSettings = z.strictObject({
  /** Where events are posted to: https, without user info and fragment. */
  url: z.string().check(z.maxLength(2048)),
  /** Which events; all of them when the list is empty. */
  events: z.array(outEventName).check(z.maxLength(50)),
  enabled: z.boolean(),
});
export type WebhookSettings = z.infer<typeof webhookSettings>;

/** What came of the last try to deliver something. */
const lastDelivery = z.strictObject({
  /** The event's id, which is the header `webhook-id`. */
  event: z.string(),
  type: z.string(),
  at: time,
  /** Which try it was, from 1. */
  attempt: z.int(),
  ok: z.boolean(),
  /** The HTTP status of the answer, if there was one. */
  status: z.optional(z.int()),
  /** Why there was none. */
  why: z.optional(z.string()),
});

const secretInfo = z.strictObject({ id, createdAt: time });
export const webhook = z.extend(webhookSettings, {
  id,
  createdAt: time,
  /** What deliveries are signed with now: each by all of them, so that a receiver may change over in its own time. */
  secrets: z.array(secretInfo),
});
/** A secret, shown in this answer only: `whsec_` and 256 random bits in base64, as Standard Webhooks has it. */
const secretShown = z.extend(secretInfo, { secret: z.string() });

const params = z.strictObject({ webhook: id });
const path = '/api/manage/webhooks/{webhook}';

export const webhookRoutes = {
  listWebhooks: {
    ...shared,
    ...read,
    path: '/api/manage/webhooks',
    summary: 'List webhooks.',
    query: listQuery,
    answer: list(webhook),
  },
  createWebhook: {
    ...shared,
    ...create,
    path: '/api/manage/webhooks',
    summary: 'Have events posted to an address; the secret that signs them is shown in this answer only.',
    body: webhookSettings,
    answer: z.extend(webhook, { secret: z.string() }),
  },
  readWebhook: {
    ...shared,
    ...read,
    path,
    summary: 'Read a webhook, and what came of its last delivery.',
    params,
    answer: z.extend(webhook, { lastDelivery: z.optional(lastDelivery) }),
  },
  changeWebhook: {
    ...shared,
    ...change,
    path,
    summary: 'Change a webhook. Deliveries that are still being tried go to the new address.',
    params,
    body: webhookSettings,
    answer: webhook,
  },
  deleteWebhook: {
    ...shared,
    ...remove,
    path,
    summary: 'Delete a webhook; what was still to be delivered to it is given up.',
    params,
  },
  rotateWebhookSecret: {
    ...shared,
    ...create,
    path: `${path}/secrets`,
    summary:
      'Make a new secret, shown in this answer only. The one before it stays good as well; one that is older is gone.',
    params,
    body: z.strictObject({}),
    answer: secretShown,
  },
  endWebhookSecret: {
    ...shared,
    ...remove,
    path: `${path}/secrets/{secret}`,
    summary: 'End a secret, when the receiver has changed over to the other one.',
    params: z.extend(params, { secret: id }),
  },
  testWebhook: {
    ...shared,
    ...create,
    path: `${path}/test`,
    summary: 'Post `doorstep.webhook.test` to this webhook alone.',
    params,
    body: z.strictObject({}),
    /** The event's id. */
    answer: z.strictObject({ event: z.string() }),
  },
} as const satisfies Record<string, HttpRoute>;
