import type {
  Challenge,
  Conversation,
  Entry,
  Party,
  Item as TimelineItem,
} from '../../../contract/conversation.ts';
import { unpackMethod } from '../settings/authentication.ts';
import type { Head, HeadChallenge } from './head.ts';
import { anAgent, theConsumer } from './parties.ts';
import { unpackWho } from './who.ts';

/** Whose eyes: consumers see agents by name alone, and never the attributes that a brand signed for its agents. */
export type Viewer = 'consumer' | 'agent';

/** The assurance has run out, even if nobody has recorded it yet. */
export const assuranceOver = (head: Head, now: number): boolean =>
  head.until !== undefined && head.until <= now;

const partyFor = (viewer: Viewer, { id, ...party }: Party): Party =>
  viewer === 'agent' && id !== undefined ? { ...party, id } : party;

/** A challenge as either side sees it: nothing of verifier and nonce. */
export function challengeView(challenge: HeadChallenge, viewer: Viewer): Challenge {
  const { id, state, reason, by, at, expiresAt, acr, maxAge, methods, request } = challenge;
  return {
    id,
    state,
    ...(reason === undefined ? {} : { reason }),
    by: by === undefined ? theConsumer : partyFor(viewer, anAgent(by)),
    at,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(acr === undefined ? {} : { acr }),
    ...(maxAge === undefined ? {} : { maxAge }),
    methods: methods.map(unpackMethod),
    ...(request === undefined ? {} : { request }),
  };
}

/** A conversation as one side sees it now. */
export function conversationView(head: Head, viewer: Viewer, now: number): Conversation {
  const anonymous = head.assurance.level === 'anonymous' || assuranceOver(head, now);
  // After a step-down the browser may be in someone else's hands; the agent still knows whose conversation it is.
  const name = viewer === 'consumer' && anonymous ? undefined : head.name;
  // To agents alone, and while it is certain that she is the one who writes.
  const subject =
    viewer === 'agent' && !anonymous && head.who !== undefined ? unpackWho(head.who).subject : undefined;
  return {
    id: head.id,
    engagement: head.engagement,
    channel: head.channel,
    state: head.state,
    createdAt: head.createdAt,
    lastSeq: head.lastSeq,
    assurance: anonymous ? { level: 'anonymous' } : head.assurance,
    ...(name === undefined ? {} : { name }),
    ...(subject === undefined ? {} : { subject }),
    ...(head.upSeq === undefined || viewer === 'consumer' ? {} : { stepUp: head.upSeq }),
    ...(head.agent === undefined ? {} : { agent: partyFor(viewer, anAgent(head.agent)) }),
    ...(head.skill === undefined || viewer === 'consumer' ? {} : { skill: head.skill }),
    ...(head.challenge === undefined ? {} : { challenge: challengeView(head.challenge, viewer) }),
    read: { consumer: head.readConsumer, agent: head.readAgent },
  };
}

/** Entries without what the brand signed about the person, for those who may not see it. */
function withoutAttributes(entry: Entry): Entry {
  if (entry.what.event !== 'stepped_up') return entry;
  const { attributes: _, ...person } = entry.what.person;
  return { ...entry, what: { ...entry.what, person } };
}

/** Where a conversation was handed, and why, is for agents alone. */
const withoutHolders = (entry: Entry): Entry =>
  entry.what.event === 'transferred' ? { ...entry, what: { event: 'transferred' } } : entry;

/** An item of the timeline as one side sees it. `assured` says whether the person is verified at this moment. */
export function itemView(item: TimelineItem, viewer: Viewer, assured: boolean): TimelineItem {
  switch (item.kind) {
    case 'tombstone':
      return item;
    case 'message':
      return { ...item, from: partyFor(viewer, item.from) };
    case 'entry': {
      const entry = { ...item, by: partyFor(viewer, item.by) };
      if (viewer === 'consumer') return withoutHolders(withoutAttributes(entry));
      return assured ? entry : withoutAttributes(entry);
    }
  }
}
