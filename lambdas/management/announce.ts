import { ulid } from 'ulid';
import type { OutEvent, OutEventName } from '../../contract/events-out.ts';
import type { Admin } from '../edge/admin-session.ts';
import { log } from '../edge/log.ts';
import type { Dependencies } from './dependencies.ts';

/** What an admin does that the brand's own systems may want to act on: to send an invitation by e-mail, say. */
type Announced = 'user.invited' | 'user.password_reset' | 'user.factors_reset' | 'webhook.test';

/**
 * Puts what an admin did on the event bus; returns the event's id. False when the bus did not take it: what was done is done
 * all the same, and the admin has it on the screen.
 */
export async function announce<Name extends OutEventName & Announced>(
  { publish, now }: Pick<Dependencies, 'publish' | 'now'>,
  { brand, agent }: Pick<Admin, 'brand' | 'agent'>,
  name: Name,
  data: OutEvent<Name>['data'],
): Promise<string | false> {
  const at = now();
  const id = ulid(at);
  const event = { name, id, schema: 1, brand, at, by: { role: 'agent', id: agent }, data } as OutEvent;
  try {
    return (await publish([event])).length === 0 && id;
  } catch (error) {
    log.warn('event_refused', { event: name, name: (error as Error).name });
    return false;
  }
}
