import type { Item } from '../core/change.ts';
import { stepDown } from '../core/conversation/changes.ts';
import { asHead } from '../core/conversation/head.ts';
import { assuranceOver } from '../core/conversation/views.ts';
import type { Messaging } from './messaging.ts';
import { record } from './record.ts';

/** Records that the authenticated period is over, if it is. Returns the head as it stands then. */
export async function stepDownIfOver(messaging: Messaging, item: Item): Promise<Item> {
  const head = asHead(item);
  const now = messaging.now();
  if (!assuranceOver(head, now)) return item;
  const change = stepDown(head.id, head.state, head.settings.idle, now);
  const outcome = await record(messaging, head.brand, head.id, change);
  return outcome.item ?? item;
}
