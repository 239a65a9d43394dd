import type { EntryEvent, Party } from '../../../contract/conversation.ts';
import { absent, type Change, type Item, next, to } from '../change.ts';
import { recordEntry } from '../conversation/entry.ts';
import { asSeen, assignedTo } from '../conversation/guards.ts';
import type { Head } from '../conversation/head.ts';
import { moveTo } from '../conversation/inbox.ts';
import { anAgent, theConsumer, theSystem } from '../conversation/parties.ts';
import { packStamp } from '../conversation/stamp.ts';
import { endedSessions, endedSockets } from './step-up.ts';

/** What an assurance leaves behind, however it ends: whose conversation it is stays, what is known of the consumer does not. */
const anonymous = (head: Head, by: Party, event: EntryEvent, now: number) => ({
  ...moveTo(head.state, now, head.id),
  ...recordEntry(now, by, event),
  assurance: to({ level: 'anonymous' }),
  stamp: to(packStamp({ level: 'anonymous' })),
});

/** An agent ends the authenticated period. The consumer goes on, anonymous, and reads from this entry on. */
export const agentStepsDown = (
  head: Head,
  agent: { readonly id: string; readonly name: string },
  now: number,
): Change => ({
  already: absent('until'),
  guards: [assignedTo(agent.id), ...asSeen(head)],
  set: {
    ...anonymous(head, anAgent(agent), { event: 'stepped_down', why: 'agent' }, now),
    readFrom: next('lastSeq'),
    idleUntil: to(now + head.settings.idle),
  },
  remove: ['until'],
});

/**
 * Ends every access to the conversation, of this epoch and of all before: nobody reads or writes in it until the person has
 * logged in again. `why` says who ended it: the consumer, or the brand for this person everywhere.
 */
export function endAccess(head: Item & Head, why: 'logged_out' | 'revoked', now: number): Change {
  const by = why === 'revoked' ? theSystem : theConsumer;
  const left = head.assurance.level === 'anonymous' && why === 'logged_out';
  const event: EntryEvent = left ? { event: 'left' } : { event: 'stepped_down', why };
  return {
    guards: asSeen(head),
    set: { ...anonymous(head, by, event, now), epoch: next('epoch'), idleUntil: to(now) },
    remove: ['until', 'challenge', 'redeemed', ...endedSockets(head), ...endedSessions(head)],
  };
}
