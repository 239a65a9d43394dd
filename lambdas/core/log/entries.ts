import type { Entry, EntryEvent } from '../../../contract/conversation.ts';
import type { Item, Value } from '../change.ts';

type Facts = Readonly<Record<string, Value | undefined>>;
type Of<Event extends EntryEvent['event']> = Extract<EntryEvent, { event: Event }>;

/**
 * What the log of a conversation holds of each kind of entry: of those about who the consumer is, who, what and why;
 * nothing of the others. Never a name, an attribute or what somebody wrote. A new kind of entry is decided on here.
 */
const facts: { readonly [Event in EntryEvent['event']]: ((what: Of<Event>) => Facts) | 'not_logged' } = {
  started: 'not_logged',
  accepted: 'not_logged',
  transferred: 'not_logged',
  released: 'not_logged',
  closed: 'not_logged',
  challenge_requested: ({ challenge, expiresAt, acr, maxAge, request, supersedes }) => ({
    challenge,
    expiresAt,
    acr,
    maxAge,
    request,
    supersedes,
  }),
  challenge_declined: ({ challenge }) => ({ challenge }),
  challenge_failed: ({ challenge, why }) => ({ challenge, why }),
  challenge_expired: ({ challenge }) => ({ challenge }),
  stepped_up: ({ challenge, method, issuer, epoch, identity, assurance }) => ({
    challenge,
    method,
    issuer,
    epoch,
    identity,
    assurance: { ...assurance } as Value,
  }),
  stepped_down: ({ why }) => ({ why }),
  resumed: ({ from, epoch, assurance }) => ({ from, epoch, assurance: { ...assurance } as Value }),
  continued: ({ way, conversation }) => ({ way, conversation }),
  left: () => ({}),
  request_released: ({ request }) => ({ request }),
  request_ended: ({ request, why }) => ({ request, why }),
  request_answered: ({ request, ok }) => ({ request, ok }),
};

/** What the log is to hold of an entry; nothing when it is not of the kind that is logged. `network` is where from. */
export function loggedFacts({ by, what }: Entry, network?: string): Item | undefined {
  const known = facts[what.event] as ((one: EntryEvent) => Facts) | 'not_logged' | undefined;
  if (known === undefined || known === 'not_logged') return undefined;
  const all: Facts = { event: what.event, role: by.role, by: by.id, network, ...known(what) };
  // Also without what is undefined further down.
  return JSON.parse(JSON.stringify(all)) as Item;
}
