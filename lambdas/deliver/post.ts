import { mostAttempts, pauseAfter } from '../core/events/pauses.ts';
import { signedHeaders } from '../core/events/signature.ts';
import type { FetchResult } from '../edge/guarded-fetch.ts';
import { log } from '../edge/log.ts';
import type { Seals } from '../edge/sealing.ts';
import type { Db } from '../store/db.ts';
import { readWebhook, rememberOutcome } from '../store/webhooks.ts';
import type { Deliveries, Delivery } from './queue.ts';

interface Dependencies {
  readonly db: Db;
  readonly seals: Pick<Seals, 'open'>;
  readonly deliveries: Deliveries;
  readonly fetch: (
    url: string,
    body: string,
    headers: Readonly<Record<string, string>>,
  ) => Promise<FetchResult>;
  /** Milliseconds. */
  readonly now: () => number;
}

/** The receiver is there no more, and says so: trying again would change nothing. */
const gone = 410;

/**
 * Posts an event to a webhook as it is set now, signed. Whether it is done with: delivered, or in vain. What was not taken
 * comes again after a pause that grows.
 */
export async function post(
  deps: Dependencies,
  message: unknown,
  attempt: number,
  receipt: string,
): Promise<boolean> {
  const { brand, webhook: id, id: event, type, body } = message as Delivery;
  const webhook = await readWebhook(deps.db, brand, id);
  // Deleted in the meantime, or switched off. A test is an admin's wish, also when nothing else is sent.
  if (!webhook || !(webhook.enabled || type === 'doorstep.webhook.test')) return true;
  const secrets = await Promise.all(
    webhook.secrets.map(({ sealed }) => deps.seals.open(brand, 'webhook', sealed)),
  );
  const result = await deps.fetch(webhook.url, body, {
    'content-type': 'application/json',
    'user-agent': 'Doorstep',
    ...signedHeaders(event, body, secrets, deps.now()),
  });
  const status = result.ok ? { status: result.value.status } : { why: result.why };
  const ok = result.ok && result.value.status >= 200 && result.value.status < 300;
  await rememberOutcome(deps.db, brand, id, { event, type, at: deps.now(), attempt, ok, ...status });
  if (ok) return true;
  log.warn('delivery_failed', { brand, webhook: id, event, attempt, ...status });
  if (result.ok && result.value.status === gone) return true;
  if (attempt < mostAttempts) await deps.deliveries.pause(receipt, pauseAfter(attempt));
  return false;
}
