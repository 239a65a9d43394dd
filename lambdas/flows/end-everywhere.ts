import { endAccess } from '../core/assurance/end.ts';
import type { Head } from '../core/conversation/head.ts';
import type { Sockets } from '../edge/sockets.ts';
import type { StepUps } from '../store/step-ups.ts';
import { closeDropped } from './close-dropped.ts';
import type { Messaging } from './messaging.ts';
import { record } from './record.ts';

interface Dependencies extends Messaging {
  readonly sockets: Pick<Sockets, 'close'>;
}

/** So many conversations are ended at a time. */
const atATime = 25;
/** A conversation that others are changing is looked at so often. */
const tries = 5;

/** What is to end: whatever was known of a person until a moment, in milliseconds. */
export interface Ending {
  readonly brand: string;
  readonly identity: string;
  readonly at: number;
  readonly why: 'revoked' | 'logged_out';
  /** A conversation that is left as it is. */
  readonly except?: string;
}

/**
 * Ends what is known of a person in the next conversations of the person's listing, a page of them.
 * @param after the conversation that an earlier page ended with
 * @returns how many were ended, and the conversation that this page ended with; none, when that was the last
 */
export async function endPage(
  deps: Dependencies & { readonly stepUps: StepUps },
  ending: Ending,
  after?: string,
): Promise<{ ended: number; after?: string }> {
  const { brand, identity } = ending;
  const page = await deps.stepUps.conversationsOf(brand, identity, atATime, after);
  const ended = await Promise.all(
    page.ids.filter((id) => id !== ending.except).map((id) => endIn(deps, ending, id)),
  );
  const last = page.more ? page.ids.at(-1) : undefined;
  return { ended: ended.filter(Boolean).length, ...(last === undefined ? {} : { after: last }) };
}

/**
 * Ends what was known of the person in one conversation, if it is still known: tokens and sockets die with the epoch. A
 * login that came later stays. True when this call has ended it.
 */
export async function endIn(deps: Dependencies, ending: Ending, conversation: string): Promise<boolean> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const head = await deps.conversations.head(ending.brand, conversation);
    if (!head || !isKnown(head, ending)) return false;
    const change = endAccess(head, ending.why, deps.now());
    const outcome = await record(deps, ending.brand, conversation, change);
    if (!outcome.ok) continue;
    await closeDropped(deps.sockets, head, outcome.item);
    return true;
  }
  throw Object.assign(new Error('A conversation does not come to rest.'), { name: 'ServiceUnavailable' });
}

/** The person is authenticated here, by a login that came before the end. */
const isKnown = ({ identity, until, redeemed }: Head, ending: Ending): boolean =>
  identity === ending.identity && until !== undefined && (redeemed?.at ?? 0) <= ending.at;
