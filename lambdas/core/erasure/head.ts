import { type Change, equals, exists, type Item, next, to } from '../change.ts';
import { recordEntry } from '../conversation/entry.ts';
import { asHead } from '../conversation/head.ts';
import { moveTo } from '../conversation/inbox.ts';
import { theSystem } from '../conversation/parties.ts';
import { packStamp } from '../conversation/stamp.ts';
import { refuse } from '../result.ts';

/** All that a head keeps when its person is erased; whatever else stands in it, or comes to stand in it, goes. */
const kept = new Set([
  ...['pk', 'sk', 'id', 'brand', 'engagement', 'channel', 'settings', 'state', 'createdAt', 'changedAt'],
  ...['lastSeq', 'epoch', 'assurance', 'stamp', 'idleUntil', 'readConsumer', 'readAgent', 'agent', 'skill'],
  ...['inboxPk', 'inboxSk', 'erased'],
]);

/**
 * Closes a conversation for good, if it is open, and takes the person out of its head. Every token, socket and sender ends
 * with it: nothing can be written there any more, and no late repeat can be finished from what the head recorded.
 */
export function eraseHead(item: Item, now: number): Change {
  const head = asHead(item);
  const open = head.state !== 'closed';
  const owed = open ? recordEntry(now, theSystem, { event: 'closed' }) : {};
  const set = {
    ...(open ? { ...moveTo('closed', now, head.id), ...owed } : {}),
    epoch: next('epoch'),
    assurance: to({ level: 'anonymous' }),
    stamp: to(packStamp({ level: 'anonymous' })),
    erased: to(now),
  };
  return {
    already: exists('erased'),
    guards: [
      { that: equals(['lastSeq'], head.lastSeq), otherwise: refuse('conflict').refusal },
      { that: equals(['epoch'], head.epoch), otherwise: refuse('conflict').refusal },
    ],
    set,
    remove: Object.keys(item).filter((name) => !kept.has(name) && !(name in set)),
  };
}

/** Whether the person was taken out of a head. */
export const isErased = (item: Item): boolean => item.erased !== undefined;
