import type { Entry } from '../../contract/conversation.ts';
import type { Push } from '../../contract/events.ts';
import type { Item } from '../core/change.ts';
import type { Head } from '../core/conversation/head.ts';
import { inboxLineOf } from '../core/conversation/inbox.ts';
import { maySee } from '../core/conversation/sight.ts';
import type { RosterAgent } from '../store/roster.ts';

/**
 * What each desk hears of an entry: those who may see the conversation its line, unless they are away and it is a new one to
 * take; those who saw it until now that it is gone.
 */
export async function whatDesksHear(
  head: Item & Head,
  { what, by }: Entry,
  notifies: (brand: string) => Promise<boolean>,
): Promise<(desk: RosterAgent) => Push | undefined> {
  // A conversation that waits for its consumer's login stands in nobody's inbox.
  if (head.state === 'held') return () => undefined;
  const why = what.event;
  const notify = why === 'stepped_up' ? { notify: await notifies(head.brand) } : {};
  const line: Push = { type: 'inbox', line: inboxLineOf(head), why, ...notify };
  const gone: Push = { type: 'inbox_gone', conversation: head.id, why };
  const before = what.event === 'transferred' ? what.from : what.event === 'released' ? { agent: by } : {};
  const held = { ...head, ...before } as Pick<Head, 'state' | 'skill' | 'agent'>;
  const offered = head.state === 'waiting' && ['started', 'transferred', 'released'].includes(why);
  return (desk) => {
    if (maySee(desk, head)) return offered && desk.away ? undefined : line;
    return maySee(desk, held) ? gone : undefined;
  };
}
