import type { Item } from '../core/change.ts';
import { stepDown } from '../core/conversation/changes.ts';
import { asHead } from '../core/conversation/head.ts';
import { assuranceOver } from '../core/conversation/views.ts';
import type { Messaging } from './messaging.ts';
import { record } from './record.ts';

/** A conversation that others are changing is looked at so often. */
const tries = 5;

/**
 * Records that the authenticated period is over, if it is. Returns the head as it stands then, with no period that is over:
 * it may be of another epoch than the one that came.
 */
export async function stepDownIfOver(messaging: Messaging, item: Item): Promise<Item> {
  let there = item;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const head = asHead(there);
    const now = messaging.now();
    if (!assuranceOver(head, now)) return there;
    const change = stepDown(head.id, head.state, head.settings.idle, now);
    const outcome = await record(messaging, head.brand, head.id, change);
    there = outcome.item ?? there;
  }
  throw Object.assign(new Error('A conversation does not come to rest.'), { name: 'ServiceUnavailable' });
}
