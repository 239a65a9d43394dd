import type { Role } from '../../../contract/http/sign-in.ts';
import {
  above,
  absent,
  below,
  type Change,
  equals,
  exists,
  type Item,
  next,
  previous,
  to,
} from '../change.ts';
import type { AgentName } from '../conversation/changes.ts';
import { refuse } from '../result.ts';

/** What an agent is at the desk: name, role and skills, for as long as the agent's session or the bot's key says so. */
export interface Profile {
  readonly name: string;
  readonly role: Role;
  readonly skills: readonly string[];
  /** How many conversations the agent may have open. */
  readonly openLimit?: number;
}

/**
 * An agent's card, which colleagues see. It counts the conversations that the agent has open, so that one write decides
 * whether there may be one more: `o#<conversation>` is one of them, and since when.
 */
export interface Card extends Profile {
  readonly id: string;
  readonly disabled: boolean;
  readonly away: boolean;
  readonly open: number;
}

export const asCard = (item: Item): Card => item as unknown as Card;

/** How an agent is named in a conversation. */
export const agentName = ({ agent, name, role }: Profile & { readonly agent: string }): AgentName => ({
  id: agent,
  name,
  ...(role === 'bot' ? { bot: true } : {}),
});

/** A card begins without open conversations. */
export const newCard = (id: string, profile: Profile): Item => ({
  id,
  ...profileItem(profile),
  disabled: false,
  away: false,
  open: 0,
});

export const profileItem = ({ name, role, skills, openLimit }: Profile): Item => ({
  name,
  role,
  skills: [...skills],
  ...(openLimit === undefined ? {} : { openLimit }),
});

/** Changes what an admin decides of an agent, on the card or in a session. */
export const setProfile = (profile: Profile, disabled?: boolean): Change => ({
  guards: [],
  set: Object.fromEntries(
    Object.entries({ ...profileItem(profile), ...(disabled === undefined ? {} : { disabled }) }).map(
      ([name, value]) => [name, to(value)],
    ),
  ),
  ...(profile.openLimit === undefined ? { remove: ['openLimit'] } : {}),
});

const slot = (conversation: string) => `o#${conversation}`;

/** Counts one more open conversation, if the agent is there and may have one more. `most` left out is no limit. */
export const claim = (conversation: string, most: number | undefined, now: number): Change => ({
  authority: [
    { that: equals(['disabled'], false), otherwise: refuse('not_found').refusal },
    { that: equals(['away'], false), otherwise: refuse('agent_away').refusal },
  ],
  already: exists(slot(conversation)),
  guards:
    most === undefined ? [] : [{ that: below(['open'], most), otherwise: refuse('agent_full').refusal }],
  set: { [slot(conversation)]: to(now), open: next('open') },
});

/** Counts a conversation no longer. */
export const free = (conversation: string): Change => ({
  already: absent(slot(conversation)),
  guards: [{ that: above(['open'], 0), otherwise: refuse('conflict').refusal }],
  set: { open: previous('open') },
  remove: [slot(conversation)],
});

export const setAway = (away: boolean): Change => ({
  already: equals(['away'], away),
  guards: [],
  set: { away: to(away) },
});

/** The conversations that a card counts, the last claimed first. */
export const claimed = (card: Item): string[] =>
  Object.entries(card)
    .filter(([name]) => name.startsWith('o#'))
    .sort(([, a], [, b]) => Number(b) - Number(a))
    .map(([name]) => name.slice(2));

/** A claim this young may be one that is just being made; milliseconds. */
const young = 30_000;

/** The conversations that a card counts, but for those that were claimed a moment ago. */
export const claimedBefore = (card: Item, now: number): string[] =>
  claimed(card).filter((conversation) => Number(card[slot(conversation)]) < now - young);
