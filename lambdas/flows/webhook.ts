import { randomBytes } from 'node:crypto';
import type { WebhookSettings } from '../../contract/http/management/webhooks.ts';
import { newWebhookSecret } from '../core/events/signature.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { mayPostTo, type WebhookRecord } from '../core/settings/webhook.ts';
import type { Seals } from '../edge/sealing.ts';
import type { Db } from '../store/db.ts';
import { createSetting } from '../store/settings.ts';
import { keys } from '../store/table.ts';

interface Dependencies {
  readonly db: Db;
  readonly seals: Pick<Seals, 'seal'>;
  /** Origins of the developer's own machine that may be posted to. */
  readonly loopback: readonly string[];
  /** Milliseconds. */
  readonly now: () => number;
}

const newId = (): string => randomBytes(9).toString('base64url');

/** Refuses an address that nothing may be posted to. */
export function checkWebhookUrl(
  { loopback }: Pick<Dependencies, 'loopback'>,
  url: string,
): Result<undefined> {
  if (mayPostTo(url, loopback)) return done(undefined);
  const errors = [{ path: 'url', message: 'must be https, without user info and fragment' }];
  return refuse('invalid_request', { errors });
}

/** A secret that signs deliveries, shown once, and what is stored of it. */
export async function makeWebhookSecret({ seals, now }: Pick<Dependencies, 'seals' | 'now'>, brand: string) {
  const secret = newWebhookSecret();
  const sealed = await seals.seal(brand, 'webhook', secret);
  return { secret, stored: { id: newId(), createdAt: now(), sealed } };
}

/** Has a brand's events posted to an address. The secret is shown this once. */
export async function makeWebhook(
  deps: Dependencies,
  brand: string,
  settings: WebhookSettings,
): Promise<Result<{ record: WebhookRecord; secret: string }>> {
  const allowed = checkWebhookUrl(deps, settings.url);
  if (!allowed.ok) return allowed;
  const { secret, stored } = await makeWebhookSecret(deps, brand);
  const record = { ...settings, id: newId(), createdAt: deps.now(), secrets: [stored], version: 1 };
  const made = await createSetting(deps.db, keys.webhook(brand, record.id), record);
  return made.ok ? done({ record, secret }) : made;
}
