import type { EventBridgeEvent } from 'aws-lambda';
import type { OutEvent, OutEventName } from '../../contract/events-out.ts';
import { hears, type WebhookRecord } from '../core/settings/webhook.ts';
import type { Db } from '../store/db.ts';
import { webhooksOf } from '../store/webhooks.ts';
import type { Deliveries, Delivery } from './queue.ts';

type Detail = Omit<OutEvent, 'name'>;
type BusEvent = EventBridgeEvent<string, Detail>;

interface Dependencies {
  readonly db: Db;
  readonly deliveries: Deliveries;
}

/** Whether a message is an event from the bus; else it is a delivery. */
export const isBusEvent = (message: unknown): message is BusEvent =>
  typeof message === 'object' && message !== null && 'detail-type' in message;

/** Makes a delivery for each webhook of the brand that hears of the event: one read, and one call. */
export async function fanOut({ db, deliveries }: Dependencies, event: BusEvent): Promise<true> {
  const { 'detail-type': type, detail } = event;
  const name = type.replace(/^doorstep\./, '') as OutEventName;
  const webhooks = await webhooksOf(db, detail.brand);
  const timestamp = new Date(detail.at).toISOString();
  const body = JSON.stringify({ type, timestamp, data: detail });
  const those = webhooks.filter((webhook) => isFor(webhook, name, detail));
  await deliveries.send(
    those.map(
      (webhook): Delivery => ({ brand: detail.brand, webhook: webhook.id, id: detail.id, type, body }),
    ),
  );
  return true;
}

/** A test goes to the webhook that is tested, and to no other. */
const isFor = (webhook: WebhookRecord, name: OutEventName, { data }: Detail): boolean =>
  name === 'webhook.test' ? 'webhook' in data && data.webhook === webhook.id : hears(webhook, name);
