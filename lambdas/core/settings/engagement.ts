import type * as z from 'zod/mini';
import type { EngagementSettings, engagement } from '../../../contract/http/management/engagements.ts';
import type { Problem } from '../../../contract/problems.ts';
import { done, type Result, refuse } from '../result.ts';
import { idleOf } from './authentication.ts';
import type { EngagementRecord } from './records.ts';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** An origin must be https, except on the developer's own machine; a pattern is none. */
const isSafe = (origin: string) => {
  const { protocol, hostname } = new URL(origin);
  return loopback.has(hostname) || (protocol === 'https:' && !hostname.includes('*'));
};

/** Checks what a schema cannot say of an engagement. */
export function checkEngagement<T extends EngagementSettings>(settings: T): Result<T> {
  const errors: NonNullable<Problem['errors']> = settings.origins.flatMap((origin, index) =>
    isSafe(origin)
      ? []
      : [{ path: `origins.${index}`, message: 'must be exact, and https except on localhost' }],
  );
  if (settings.channel === 'live_chat' && settings.authentication === 'on')
    errors.push({
      path: 'authentication',
      message: 'a live chat carries no login; use a messaging engagement',
    });
  return errors.length > 0 ? refuse('invalid_request', { errors }) : done(settings);
}

/** An engagement as an admin reads it: what the contract names, and nothing else of the item. */
export const engagementView = (record: EngagementRecord): z.infer<typeof engagement> => ({
  id: record.id,
  name: record.name,
  channel: record.channel,
  platform: record.platform,
  origins: record.origins,
  idleMinutes: idleOf(record) / 60_000,
  ...(record.authentication === undefined ? {} : { authentication: record.authentication }),
  ...(record.methods === undefined ? {} : { methods: record.methods }),
  ...(record.authenticatedMinutes === undefined ? {} : { authenticatedMinutes: record.authenticatedMinutes }),
  ...(record.requestMinutes === undefined ? {} : { requestMinutes: record.requestMinutes }),
  ...(record.skill === undefined ? {} : { skill: record.skill }),
  ...(record.hours === undefined ? {} : { hours: record.hours }),
  ...(record.awayMessage === undefined ? {} : { awayMessage: record.awayMessage }),
});
