import type { EntryEvent, Item, Party } from '../../../contract/conversation.ts';

/** What an erased item was: a number that nothing was stored at is closed as well, so that nothing can come there late. */
export type Erased = 'message' | 'entry' | 'hole';

/** The kind that such an item is stored under. Neither the stream nor an entry that comes late takes it for one of theirs. */
export const erasedKind = 'erased';

/** What stands at the number of an item of which nothing personal is left: what it was, and what clients see there. */
export interface ErasedItem {
  readonly kind: typeof erasedKind;
  readonly seq: number;
  readonly was: Erased;
  readonly left: Item;
}

type Keep = { [E in EntryEvent as E['event']]?: (what: E) => EntryEvent };
const whole = <E extends EntryEvent>(what: E): EntryEvent => what;

/** The events that an erased timeline keeps, and what of each. One that is not named here leaves nothing but its number. */
const kept: Keep = {
  started: ({ event }) => ({ event }),
  accepted: whole,
  released: whole,
  closed: whole,
  left: whole,
  challenge_declined: whole,
  challenge_failed: whole,
  challenge_expired: whole,
  stepped_down: whole,
  challenge_requested: ({ event, challenge }) => ({ event, challenge }),
  transferred: ({ event }) => ({ event }),
  stepped_up: ({ event, challenge, method, issuer, epoch }) => ({
    event,
    challenge,
    method,
    issuer,
    epoch,
    identity: 'erased',
    person: {},
    assurance: { level: 'anonymous' },
  }),
};

/** Consumers lose their name; agents keep theirs. */
const partyOf = ({ role, name, ...party }: Party): Party =>
  role === 'consumer' || name === undefined ? { role, ...party } : { role, ...party, name };

/** An item without what was written and without the person. */
export function erasedItem(item: Item): ErasedItem {
  const { seq, at } = item;
  const was = item.kind === 'tombstone' ? 'hole' : item.kind;
  const keep =
    item.kind === 'entry' && (kept[item.what.event] as ((what: EntryEvent) => EntryEvent) | undefined);
  const left: Item = keep
    ? { kind: 'entry', seq, at, by: partyOf(item.by), what: keep(item.what) }
    : { kind: 'tombstone', seq, at };
  return { kind: erasedKind, seq, was, left };
}
