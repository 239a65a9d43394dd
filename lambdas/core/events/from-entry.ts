import type { Entry, EntryEvent, Party } from '../../../contract/conversation.ts';
import type { OutEvent, OutEventName } from '../../../contract/events-out.ts';

type Of<Event extends EntryEvent['event']> = Extract<EntryEvent, { event: Event }>;
type Told = { readonly [Name in OutEventName]: Pick<OutEvent<Name>, 'name' | 'data'> }[OutEventName];

/** A protected request, as the brand must know it to act on it. */
export interface RequestFacts {
  readonly name: string;
  readonly input: Record<string, unknown>;
  readonly identity?: string;
  readonly subject?: string;
  readonly namespace?: string;
}

/** What the brand is told of each kind of entry. A new kind is decided on here. */
const told: { readonly [Event in EntryEvent['event']]: (what: Of<Event>, request?: RequestFacts) => Told } = {
  started: () => ({ name: 'conversation.started', data: {} }),
  accepted: () => ({ name: 'conversation.accepted', data: {} }),
  transferred: ({ from, to }) => ({
    name: 'conversation.transferred',
    data: { ...(from && { from: holder(from) }), ...(to && { to: holder(to) }) },
  }),
  released: () => ({ name: 'conversation.released', data: {} }),
  closed: () => ({ name: 'conversation.closed', data: {} }),
  left: () => ({ name: 'conversation.left', data: {} }),
  continued: ({ way, conversation }) => ({ name: 'conversation.continued', data: { way, conversation } }),
  challenge_requested: ({ event: _event, reason: _reason, ...asked }) => ({
    name: 'challenge.requested',
    data: asked,
  }),
  challenge_declined: ({ challenge }) => ({ name: 'challenge.declined', data: { challenge } }),
  challenge_failed: ({ challenge, why }) => ({ name: 'challenge.failed', data: { challenge, why } }),
  challenge_expired: ({ challenge }) => ({ name: 'challenge.expired', data: { challenge } }),
  stepped_up: ({ challenge, method, issuer, identity, epoch, assurance }) => ({
    name: 'stepped_up',
    data: { challenge, method, issuer, identity, epoch, ...proven(assurance) },
  }),
  resumed: ({ from, epoch, assurance }) => ({
    name: 'resumed',
    data: { from, epoch, ...proven(assurance) },
  }),
  stepped_down: ({ why }) => ({ name: 'stepped_down', data: { why } }),
  request_released: ({ request }, facts) => {
    if (!facts) throw new Error('A request was released that is not there.');
    return { name: 'request.released', data: { request, ...facts } };
  },
  request_ended: ({ request, why }) => ({ name: 'request.ended', data: { request, why } }),
  request_answered: ({ request, ok }) => ({ name: 'request.answered', data: { request, ok } }),
};

const holder = (one: { agent?: Party | undefined; skill?: string | undefined }) => ({
  ...(one.agent?.id === undefined ? {} : { agent: one.agent.id }),
  ...(one.skill === undefined ? {} : { skill: one.skill }),
});

function proven(assurance: Of<'stepped_up'>['assurance']) {
  if (assurance.level === 'anonymous') return {};
  const { acr, authTime, until } = assurance;
  return {
    ...(acr === undefined ? {} : { acr }),
    ...(authTime === undefined ? {} : { authTime }),
    until,
  };
}

/** What the brand is told of an entry. With a released request, what that is about. */
export function eventOf(brand: string, conversation: string, entry: Entry, request?: RequestFacts): OutEvent {
  const { seq, at, by, what } = entry;
  const tell = told[what.event] as (one: EntryEvent, request?: RequestFacts) => Told;
  return {
    id: `${conversation}-${seq}`,
    schema: 1,
    brand,
    at,
    conversation,
    seq,
    by: { role: by.role, ...(by.id === undefined ? {} : { id: by.id }) },
    ...tell(what, request),
  } as OutEvent;
}
