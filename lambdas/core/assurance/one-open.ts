import { absent, all, any, below, type Change, copyOf, equals, exists, type Item, to } from '../change.ts';
import { recordEntry } from '../conversation/entry.ts';
import { notClosed, sameState } from '../conversation/guards.ts';
import type { Head } from '../conversation/head.ts';
import { moveTo } from '../conversation/inbox.ts';
import { theSystem } from '../conversation/parties.ts';
import { refuse } from '../result.ts';

/** Which conversation of a person is the open one, where the brand's rule allows one only. */
export interface OpenConversation {
  readonly open: string;
  /** When it became so; milliseconds. */
  readonly at: number;
  /** The one that was open before. */
  readonly before?: string;
}

const settledOtherwise = refuse('conflict').refusal;

/** `keep_this`: the latest login decides, whichever of them is written last. */
export const keepThis = (conversation: string, at: number): Change => ({
  already: all(equals(['open'], conversation), equals(['at'], at)),
  guards: [{ that: any(absent('at'), below(['at'], at)), otherwise: settledOtherwise }],
  set: { open: to(conversation), at: to(at), before: copyOf('open') },
});

/** `continue_existing`: takes the place of a conversation that has ended. */
export const takePlaceOf = (ended: string, conversation: string, at: number): Change => ({
  already: equals(['open'], conversation),
  guards: [{ that: equals(['open'], ended), otherwise: settledOtherwise }],
  set: { open: to(conversation), at: to(at), before: to(ended) },
});

/** This conversation ends here: it goes on in another one of the same person. No message is moved. */
export const goOnThere = (head: Head, there: string, now: number): Change => ({
  already: equals(['state'], 'closed'),
  guards: [notClosed, sameState(head)],
  set: {
    ...moveTo('closed', now, head.id),
    ...recordEntry(now, theSystem, { event: 'continued', way: 'there', conversation: there }),
    goesOnIn: to(there),
  },
  remove: ['challenge'],
});

/** Another conversation of the same person goes on here. Said once for each. */
export const goOnHere = (head: Item & Head, from: string, now: number): Change => ({
  already: equals(['goesOnFrom'], from),
  guards: [notClosed, sameState(head), { that: exists('identity'), otherwise: settledOtherwise }],
  set: {
    ...recordEntry(now, theSystem, { event: 'continued', way: 'here', conversation: from }),
    goesOnFrom: to(from),
  },
});
