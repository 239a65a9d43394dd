import type { Role } from '../../../contract/http/sign-in.ts';
import type { Item, Value } from '../change.ts';
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
}

/**
 * A person who signs in. All that decides a sign-in stands in this one item, so that one write decides it.
 * `h#<id>` are sign-ins that are not complete, `s#<id>` the sessions. What was made under an earlier `epoch` is dead:
 * counting it up ends everything at once.
 */
export interface User {
  readonly brand: string;
  readonly id: string;
  readonly name: string;
  readonly loginName: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly createdAt: number;
  readonly version: number;
  readonly epoch: number;
  /** PHC string. */
  readonly password?: string;
  /** The hash of the invitation that is open, and its end. */
  readonly invitation?: string;
  readonly invitedUntil?: number;
  /** Sealed TOTP secrets: the confirmed one, and one that waits for its first code from the half session named. */
  readonly factor?: string;
  readonly pending?: string;
  readonly pendingBy?: string;
  readonly lastStep?: number;
  /** Codes tried since the last lock, and refused in a row. */
  readonly tries: number;
  readonly failures: number;
  readonly triedAt?: number;
}

export const halfAttribute = (id: string) => `h#${id}`;
export const sessionAttribute = (id: string) => `s#${id}`;

/** A session as the list holds it: `<epoch>.<until in base 36>`. Short, for ten of them must fit into one write unit. */
export const listed = ({ epoch, until }: Listed): string => `${epoch}.${until.toString(36)}`;

function readListed(text: string): Listed {
  const [epoch, until = ''] = text.split('.');
  return { epoch: Number(epoch), until: Number.parseInt(until, 36) };
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

/** The item as a user. Its form is that of the changes in this folder, which alone write it. */
export const userOf = (item: Item): User => item as unknown as User;

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
  ];
}

/** Whether this invitation of the user can still be used. */
export const isInvitationOpen = (user: User, hash: string, now: number): boolean =>
  user.invitation === hash && (user.invitedUntil ?? 0) > now && !user.disabled;

/** A user as an admin reads it. */
export const userView = (user: User, now: number) => ({
  id: user.id,
  name: user.name,
  loginName: user.loginName,
  role: user.role,
  disabled: user.disabled,
  createdAt: user.createdAt,
  factor: user.factor !== undefined,
  invited: user.invitation !== undefined && (user.invitedUntil ?? 0) > now,
});
