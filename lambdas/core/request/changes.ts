import type { RequestEnd } from '../../../contract/protected-request.ts';
import { type Ask, ask } from '../challenge/ask.ts';
import {
  above,
  absent,
  any,
  below,
  type Change,
  equals,
  exists,
  type Guard,
  type Item,
  to,
} from '../change.ts';
import { recordEntry } from '../conversation/entry.ts';
import { assignedTo, notClosed, ofEpoch } from '../conversation/guards.ts';
import { asHead, type Head } from '../conversation/head.ts';
import { theSystem } from '../conversation/parties.ts';
import { refuse } from '../result.ts';

/**
 * A head keeps a mark for each of its last protected requests, and so decides that each is released once: 0 while it waits,
 * the time of its release, or that of its end with a minus.
 */
const markOf = (request: string) => `r#${request}`;

/** A conversation has so many requests that are not over. */
const most = 4;

/** A mark outlives every try that may still be under way. */
const memory = 2 * 60_000;

/** A protected request as a timeline names it. */
export interface Named {
  readonly id: string;
  readonly title: string;
}

const marks = (item: Item): [string, number][] =>
  Object.entries(item)
    .filter(([name]) => name.startsWith('r#'))
    .map(([name, value]) => [name.slice(2), Number(value)]);

/** The requests of a head that wait for a login. */
export const waitingRequests = (item: Item): string[] =>
  marks(item)
    .filter(([, mark]) => mark === 0)
    .map(([id]) => id);

/** Whether a head has released a request. */
export const isReleased = (item: Item, id: string): boolean => Number(item[markOf(id)]) > 0;

/** Room for one more: marks that are over are forgotten, and of those that the brand never answered the oldest. */
function room(item: Item, now: number): { forgotten: string[]; full: boolean } {
  const all = marks(item);
  const over = all.filter(([, mark]) => mark < 0 && -mark < now - memory);
  const left = all.length - over.length;
  const silent = all.filter(([, mark]) => mark > 0 && mark < now - memory).sort(([, a], [, b]) => a - b);
  const dropped = silent.slice(0, Math.max(0, left - most + 1));
  return {
    forgotten: [...over, ...dropped].map(([id]) => markOf(id)),
    full: left - dropped.length >= most,
  };
}

const released = ({ id, title }: Named, now: number) => ({
  ...recordEntry(now, theSystem, { event: 'request_released', request: id, title }),
  [markOf(id)]: to(now),
});

/** The assurance is that which was looked at, and has not ended. */
const stillAssured = ({ epoch }: Head, now: number): Guard[] => [
  ofEpoch(epoch),
  { that: above(['until'], now), otherwise: refuse('not_authenticated').refusal },
];

const isNew = (item: Item, id: string, now: number): Guard[] => [
  { that: absent(markOf(id)), otherwise: refuse('conflict').refusal },
  // Of a head that is full nothing can be asked: a condition that never holds.
  ...(room(item, now).full
    ? [{ that: exists('full'), otherwise: refuse('rate_limited', { retryAfter: 60 }).refusal }]
    : []),
];

/** The consumer is assured as the request wants it: it is asked for and released in one write. */
export const releaseAtOnce = (item: Item, request: Named, agent: string, now: number): Change => ({
  already: exists(markOf(request.id)),
  guards: [notClosed, assignedTo(agent), ...stillAssured(asHead(item), now), ...isNew(item, request.id, now)],
  set: released(request, now),
  remove: room(item, now).forgotten,
});

/** The consumer is not: the request waits for the login that is asked for in the same write. */
export function waitForLogin(item: Item, request: Named, asking: Ask): Change {
  const { already, guards, set, remove = [] } = ask(asHead(item), asking);
  const { forgotten } = room(item, asking.now);
  return {
    already: any(exists(markOf(request.id)), ...(already ? [already] : [])),
    guards: [...guards, ...isNew(item, request.id, asking.now)],
    set: { ...set, [markOf(request.id)]: to(0) },
    remove: [...remove, ...forgotten],
  };
}

const waits = (id: string): Guard => ({
  that: equals([markOf(id)], 0),
  otherwise: refuse('conflict').refusal,
});

/** The login has come, and satisfies: the request goes on. */
export const release = (item: Item, request: Named, now: number): Change => ({
  guards: [waits(request.id), notClosed, ...stillAssured(asHead(item), now)],
  set: released(request, now),
});

/** The request comes to nothing. */
export const endRequest = ({ id, title }: Named, why: RequestEnd, now: number): Change => ({
  guards: [waits(id)],
  set: {
    ...recordEntry(now, theSystem, { event: 'request_ended', request: id, title, why }),
    [markOf(id)]: to(-now),
  },
});

/** The brand's systems have answered: told once, also when they repeat themselves. */
export const tellAnswer = ({ id, title }: Named, ok: boolean, now: number): Change => ({
  already: below([markOf(id)], 0),
  guards: [{ that: above([markOf(id)], 0), otherwise: refuse('conflict').refusal }],
  set: {
    ...recordEntry(now, theSystem, { event: 'request_answered', request: id, title, ok }),
    [markOf(id)]: to(-now),
  },
});
