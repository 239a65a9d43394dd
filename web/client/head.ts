import type { Assurance, Challenge, Conversation, Entry, Item, Stamp } from './types.ts';

/** The conversation after an entry that its snapshot did not know yet. */
export function afterEntry(head: Conversation, entry: Entry): Conversation {
  const next = { ...head, lastSeq: Math.max(head.lastSeq, entry.seq) };
  const { what } = entry;
  switch (what.event) {
    case 'started':
      return { ...next, state: 'waiting' };
    case 'accepted':
      return { ...next, state: 'open', agent: entry.by };
    case 'closed':
      return { ...next, state: 'closed' };
    case 'challenge_requested':
      return {
        ...next,
        challenge: {
          id: what.challenge,
          state: 'requested',
          ...(what.reason === undefined ? {} : { reason: what.reason }),
          by: entry.by,
          at: entry.at,
          ...(what.expiresAt === undefined ? {} : { expiresAt: what.expiresAt }),
          ...(what.acr === undefined ? {} : { acr: what.acr }),
          ...(what.maxAge === undefined ? {} : { maxAge: what.maxAge }),
          ...(what.request === undefined ? {} : { request: what.request }),
          // The push that brings the entry brings the challenge whole, right after.
          methods: [],
        },
      };
    case 'challenge_declined':
      return withChallenge(next, what.challenge, 'declined');
    case 'challenge_failed':
      return withChallenge(next, what.challenge, 'failed');
    case 'challenge_expired':
      return withChallenge(next, what.challenge, 'expired');
    case 'stepped_up':
      return withChallenge(
        {
          ...next,
          assurance: what.assurance,
          ...(what.person.name === undefined ? {} : { name: what.person.name }),
        },
        what.challenge,
        'completed',
      );
    case 'released':
      return { ...withoutAgent(next), state: 'waiting' };
    case 'transferred':
      return what.to?.agent
        ? { ...next, agent: what.to.agent }
        : { ...withoutAgent(next), state: what.to ? 'waiting' : next.state };
    case 'resumed':
      return { ...next, assurance: what.assurance };
    case 'continued':
      return what.way === 'there' ? { ...next, state: 'closed' } : next;
    case 'stepped_down':
      return { ...next, assurance: { level: 'anonymous' } };
    // Nothing else changes how it stands, and what a newer server tells is no error.
    default:
      return next;
  }
}

function withoutAgent({ agent: _, ...head }: Conversation): Conversation {
  return head;
}

function withChallenge(head: Conversation, id: string, state: Challenge['state']): Conversation {
  return head.challenge?.id === id ? { ...head, challenge: { ...head.challenge, state } } : head;
}

/** What the next message is stamped with, where the items go back far enough to tell. */
export function stampAfter(assurance: Assurance, items: readonly Item[]): Stamp | undefined {
  if (assurance.level === 'anonymous') return { level: 'anonymous' };
  const epoch = items.reduce(lastEpoch, 0);
  const acr = assurance.acr === undefined ? {} : { acr: assurance.acr };
  return epoch === 0 ? undefined : { level: 'authenticated', ...acr, epoch };
}

const lastEpoch = (epoch: number, item: Item): number =>
  item.kind === 'entry' && (item.what.event === 'stepped_up' || item.what.event === 'resumed')
    ? item.what.epoch
    : epoch;

/** Whether the person is known now: an assurance ends by itself. */
export const isAuthenticated = (assurance: Assurance, now: number): boolean =>
  assurance.level === 'authenticated' && assurance.until > now;

type Open = readonly (Challenge['state'] | undefined)[];
const waiting: Open = ['requested', 'started'];
const answerable: Open = [...waiting, 'failed'];

/** Whether a request to log in waits for the consumer. */
export const isOpen = (challenge: Challenge | undefined): challenge is Challenge =>
  waiting.includes(challenge?.state);

/** Whether it can be answered: a login that came to nothing may be tried again, a few times. */
export const isAnswerable = (challenge: Challenge | undefined): challenge is Challenge =>
  answerable.includes(challenge?.state);
