import { goOnHere, goOnThere } from '../core/assurance/one-open.ts';
import type { Item } from '../core/change.ts';
import { asHead } from '../core/conversation/head.ts';
import type { OpenConversations } from '../store/open-conversations.ts';
import type { Messaging } from './messaging.ts';
import { record } from './record.ts';

export interface OneOpen extends Messaging {
  readonly open: OpenConversations;
}

/**
 * Follows the brand's rule for a person who has another open conversation, after a login: the person's item decides which one
 * is open, then the heads follow. Safe to repeat: whoever comes late finds it decided. Does nothing under the default rule.
 *
 * @returns the conversation in which this one goes on, if it does
 */
export async function followRule(deps: OneOpen, item: Item): Promise<string | undefined> {
  const { brand, id, identity, state, settings, redeemed } = asHead(item);
  if (settings.rule === undefined || identity === undefined || !redeemed || state === 'closed')
    return asHead(item).goesOnIn;
  const at = redeemed.at;
  const decided =
    settings.rule === 'keep_this'
      ? await deps.open.keepThis(brand, identity, id, at)
      : await existing(deps, brand, identity, id, at);
  if (decided.open !== id) {
    await handOn(deps, brand, id, decided.open, identity);
    return decided.open;
  }
  if (decided.before !== undefined && decided.before !== id)
    await handOn(deps, brand, decided.before, id, identity);
  return undefined;
}

/** The person's earlier conversation, if it is still open; else this one takes its place. */
async function existing(deps: OneOpen, brand: string, identity: string, id: string, at: number) {
  const first = await deps.open.continueExisting(brand, identity, id, at);
  if (first.open === id) return first;
  const there = await deps.conversations.head(brand, first.open);
  const goesOn = there && there.state !== 'closed' && there.identity === identity;
  return goesOn ? first : deps.open.takePlaceOf(brand, identity, first.open, id, at);
}

/** Ends one conversation in favour of another, and says so in both, in that order. */
async function handOn(deps: OneOpen, brand: string, from: string, to: string, identity: string) {
  const [ending, going] = await Promise.all([
    deps.conversations.head(brand, from),
    deps.conversations.head(brand, to),
  ]);
  if (ending?.identity !== identity || going?.identity !== identity) return;
  // What was closed by itself goes on nowhere.
  if (ending.state === 'closed' && ending.goesOnIn !== to) return;
  const now = deps.now();
  if (ending.state !== 'closed') await record(deps, brand, from, goOnThere(ending, to, now));
  if (going.state !== 'closed') await record(deps, brand, to, goOnHere(going, from, now));
}
