import type * as z from 'zod/mini';
import type { OutEventName } from '../../../contract/events-out.ts';
import type { WebhookSettings, webhook } from '../../../contract/http/management/webhooks.ts';

/** Where a brand's events are posted to, as it is stored. */
export interface WebhookRecord extends WebhookSettings {
  readonly id: string;
  /** Milliseconds. */
  readonly createdAt: number;
  readonly version: number;
  /** The newest first; two at most. */
  readonly secrets: readonly WebhookSecret[];
}

interface WebhookSecret {
  readonly id: string;
  readonly createdAt: number;
  /** Sealed. */
  readonly sealed: string;
}

/** So many secrets sign at the same time, while a receiver changes over. */
export const mostSecrets = 2;

/** Whether events may be posted to an address: https without user info and fragment, or an origin of the developer's own. */
export function mayPostTo(url: string, loopback: readonly string[]): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password, hash, origin } = new URL(url);
  return (protocol === 'https:' || loopback.includes(origin)) && !username && !password && !hash;
}

/** Whether a webhook hears of events of this name. */
export const hears = ({ enabled, events }: WebhookSettings, name: OutEventName): boolean =>
  enabled && (events.length === 0 || events.includes(name));

/** A webhook as an admin reads it. */
export const webhookView = (record: WebhookRecord): z.infer<typeof webhook> => ({
  id: record.id,
  url: record.url,
  events: [...record.events],
  enabled: record.enabled,
  createdAt: record.createdAt,
  secrets: record.secrets.map(({ id, createdAt }) => ({ id, createdAt })),
});
