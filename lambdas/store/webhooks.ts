import type { Item } from '../core/change.ts';
import type { WebhookRecord } from '../core/settings/webhook.ts';
import type { Db } from './db.ts';
import { listSettings } from './settings.ts';
import { keys } from './table.ts';

/** A brand has so many webhooks at most: one read finds them all. */
export const mostWebhooks = 10;

/** What came of the last try to deliver something to a webhook. */
export interface DeliveryOutcome {
  readonly event: string;
  readonly type: string;
  readonly at: number;
  readonly attempt: number;
  readonly ok: boolean;
  readonly status?: number;
  readonly why?: string;
}

export async function readWebhook(db: Db, brand: string, id: string): Promise<WebhookRecord | undefined> {
  const item = await db.get(keys.webhook(brand, id));
  return item && asRecord(item);
}

/** All webhooks of a brand: one query. */
export async function webhooksOf(db: Db, brand: string): Promise<WebhookRecord[]> {
  const { records } = await listSettings<Item>(db, keys.webhook(brand, ''), undefined, mostWebhooks);
  return records.map(asRecord);
}

function asRecord({ pk: _pk, sk: _sk, ...record }: Item): WebhookRecord {
  return record as unknown as WebhookRecord;
}

export async function rememberOutcome(
  db: Db,
  brand: string,
  webhook: string,
  outcome: DeliveryOutcome,
): Promise<void> {
  await db.put({ ...keys.webhookOutcome(brand, webhook), ...outcome });
}

export async function lastOutcome(
  db: Db,
  brand: string,
  webhook: string,
): Promise<DeliveryOutcome | undefined> {
  const item = await db.get(keys.webhookOutcome(brand, webhook));
  if (!item) return undefined;
  const { pk: _pk, sk: _sk, ...outcome } = item;
  return outcome as unknown as DeliveryOutcome;
}
