import type { Role } from '../../../contract/http/sign-in.ts';
import type { Item, Value } from '../change.ts';
import type { Profile } from '../desk/card.ts';
import { lifetimes } from './lifetimes.ts';

/** The entry of a session: made under which epoch, and when it ends at the latest. */
export interface Listed {
  readonly epoch: number;
  readonly until: number;
}

/** A sign-in that is not complete: made under which epoch, and when the password was entered. */
export interface Half {
  readonly epoch: number;
  readonly at: number;
  /** Set when the brand has rules of its own, which are read then. */
  readonly rules?: true;
}

/** A session's proof that its owner is there: the password entered afresh, and then a factor. */
export interface Proof extends Half {
  /** When the factor was shown. */
  readonly factor?: number;
  /** Set when the password is too short to stand alone. */
  readonly short?: true;
}

/** What a person is told at each sign-in until it was read. */
export interface Notice {
  readonly kind: 'factors_reset';
  readonly at: number;
}

/**
 * A person who signs in. All that decides a sign-in stands in this one item, so that one write decides it.
 * `h#<id>` are sign-ins that are not complete, `s#<id>` the sessions, `p#<id>` their proofs, `u#<id>` the last use of each
 * factor: of an authenticator app its last time step. What was made under an earlier `epoch` is dead: counting it up ends
 * everything at once.
 */
export interface User {
  readonly brand: string;
  readonly id: string;
  readonly name: string;
  readonly loginName: string;
  readonly role: Role;
  readonly skills?: readonly string[];
  /** How many conversations the user may have open; left out, the brand's own limit holds. */
  readonly openLimit?: number;
  /** While the listing is behind: the terms that the user may be listed under, see `search-terms.ts`. */
  readonly terms?: readonly string[];
  /** Set when the user is being deleted. */
  readonly deleting?: boolean;
  readonly disabled: boolean;
  readonly createdAt: number;
  readonly version: number;
  readonly epoch: number;
  /** PHC string. */
  readonly password?: string;
  /** The hash of the invitation that is open, and its end. */
  readonly invitation?: string;
  readonly invitedUntil?: number;
  /** The second factors, see `factors.ts`. */
  readonly factors?: string;
  /** Sealed secrets of authenticator apps: of those confirmed, and of one that waits for its first code from whom. */
  readonly factor?: string;
  readonly pending?: string;
  readonly pendingBy?: string;
  /** The recovery codes that are left, see `recovery.ts`. */
  readonly recovery?: string;
  /** Codes tried since the last lock, and refused in a row. */
  readonly tries: number;
  readonly failures: number;
  readonly triedAt?: number;
  readonly notice?: Notice;
}

export const halfAttribute = (id: string) => `h#${id}`;
export const sessionAttribute = (id: string) => `s#${id}`;
export const proofAttribute = (id: string) => `p#${id}`;
export const useAttribute = (id: string) => `u#${id}`;

/**
 * A session as the list holds it: `<epoch>.<until, in seconds, in base 36>`. Short, for ten of them must fit into one write
 * unit.
 */
export const listed = ({ epoch, until }: Listed): string =>
  `${epoch}.${Math.ceil(until / 1000).toString(36)}`;

function readListed(text: string): Listed {
  const [epoch, until = ''] = text.split('.');
  return { epoch: Number(epoch), until: Number.parseInt(until, 36) * 1000 };
}

const entries = (item: Item, prefix: string): [string, Value][] =>
  Object.entries(item)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value]);

/** The user's sessions by id, oldest first. */
export const sessionsOf = (item: Item): [string, Listed][] =>
  entries(item, 's#')
    .map(([id, value]): [string, Listed] => [id, readListed(String(value))])
    .sort(([, a], [, b]) => a.until - b.until);

export const halvesOf = (item: Item): [string, Half][] =>
  entries(item, 'h#').map(([id, value]) => [id, value as unknown as Half]);

const proofsOf = (item: Item): [string, Proof][] =>
  entries(item, 'p#').map(([id, value]) => [id, value as unknown as Proof]);

export const proofOf = (item: Item, session: string): Proof | undefined =>
  item[proofAttribute(session)] as unknown as Proof | undefined;

/** When a factor was last used: for an authenticator app the time step of its last code. */
export const usesOf = (item: Item): Map<string, number> =>
  new Map(entries(item, 'u#').map(([id, value]) => [id, Number(value)]));

/** The item as a user. Its form is that of the changes in this folder, which alone write it. */
export const userOf = (item: Item): User => item as unknown as User;

/** Whether a second factor is asked for at every sign-in. */
export const hasFactor = ({ factors }: Pick<User, 'factors'>): boolean => factors !== undefined;

/** The proofs that are over. */
export const staleProofs = (item: Item, now: number): string[] =>
  proofsOf(item)
    .filter(([, { epoch, at }]) => epoch !== userOf(item).epoch || at <= now - lifetimes.freshPassword)
    .map(([id]) => proofAttribute(id));

/** The attributes that a new sign-in sweeps out: what is over, and the oldest sign-ins beyond `keep`. */
export function staleAttributes(item: Item, now: number, keep: number): string[] {
  const { epoch } = userOf(item);
  const halves = halvesOf(item).sort(([, a], [, b]) => b.at - a.at);
  const alive = halves.filter(([, half]) => half.epoch === epoch && half.at > now - lifetimes.half);
  const kept = new Set(alive.slice(0, keep).map(([id]) => id));
  return [
    ...halves.filter(([id]) => !kept.has(id)).map(([id]) => halfAttribute(id)),
    ...sessionsOf(item)
      .filter(([, { until }]) => until <= now)
      .map(([id]) => sessionAttribute(id)),
    ...staleProofs(item, now),
  ];
}

/** Whether this invitation of the user can still be used. */
export const isInvitationOpen = (user: User, hash: string, now: number): boolean =>
  user.invitation === hash && (user.invitedUntil ?? 0) > now && !user.disabled && user.role !== 'bot';

/** What a user is at the desk. */
export const profileOf = ({ name, role, skills = [], openLimit }: User): Profile => ({
  name,
  role,
  skills,
  ...(openLimit === undefined ? {} : { openLimit }),
});

/** A user as an admin reads it. */
export const userView = (user: User, now: number) => ({
  id: user.id,
  ...profileOf(user),
  skills: [...(user.skills ?? [])],
  ...(user.role === 'bot' ? {} : { loginName: user.loginName }),
  disabled: user.disabled,
  createdAt: user.createdAt,
  factor: hasFactor(user),
  invited: user.invitation !== undefined && (user.invitedUntil ?? 0) > now,
});
