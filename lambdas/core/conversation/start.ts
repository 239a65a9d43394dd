import type { Channel } from '../../../contract/conversation.ts';
import type { Item } from '../change.ts';
import type { Settings } from './head.ts';
import { inboxSort } from './inbox.ts';
import { theConsumer } from './parties.ts';
import { packStamp } from './stamp.ts';

export interface Start {
  readonly id: string;
  readonly brand: string;
  readonly engagement: string;
  readonly channel: Channel;
  readonly settings: Settings;
  readonly inboxPk: string;
  /** Whether no agent sees it before its consumer has logged in. */
  readonly held: boolean;
  /** The skill that it asks for. */
  readonly skill?: string;
  /** What the brand says to those who begin when nobody is there. */
  readonly away?: string;
  /** What the page said of the visitor. */
  readonly claimed?: Readonly<Record<string, string>>;
  readonly now: number;
}

/** The head of a new conversation. It is put if there is none; it owes the first entry of the timeline. */
export function newHead(start: Start): Item {
  const { id, brand, engagement, channel, settings, inboxPk, held, skill, away, claimed, now } = start;
  const state = held ? 'held' : 'waiting';
  return {
    id,
    brand,
    engagement,
    channel,
    settings: { ...settings },
    state,
    createdAt: now,
    changedAt: now,
    lastSeq: 1,
    epoch: 0,
    assurance: { level: 'anonymous' },
    stamp: packStamp({ level: 'anonymous' }),
    idleUntil: now + settings.idle,
    readConsumer: 0,
    readAgent: 0,
    owes: {
      at: now,
      by: { role: theConsumer.role },
      what: {
        event: 'started',
        ...(away === undefined ? {} : { away }),
        ...(claimed === undefined ? {} : { claimed }),
      },
    },
    owesSeq: 1,
    ...(skill === undefined ? {} : { skill }),
    ...(held ? {} : { inboxPk }),
    inboxSk: inboxSort(state, now, id),
  };
}
