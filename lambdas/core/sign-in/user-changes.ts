import type { UserSettings } from '../../../contract/http/management/users.ts';
import { type Change, equals, next, to } from '../change.ts';
import { refuse } from '../result.ts';
import { newSecret } from '../secrets.ts';
import { termsOf } from './search-terms.ts';
import type { User } from './user.ts';

/** Whether a change of settings ends what was begun before it: with another role, or while enabled. */
export const endsSessions = (before: User, { role, disabled }: UserSettings): boolean =>
  role !== before.role || (disabled && !before.disabled);

/** Whether a user counts among those who can help the others. */
export const isActingAdmin = ({ role, disabled }: Pick<User, 'role' | 'disabled'>): boolean =>
  role === 'admin' && !disabled;

/** A user as the settings make it. */
export function withSettings(before: User, { name, role, disabled, skills, openLimit }: UserSettings): User {
  const { openLimit: _, ...rest } = before;
  return {
    ...rest,
    name,
    role,
    disabled,
    skills: skills ?? [],
    ...(openLimit === undefined ? {} : { openLimit }),
  };
}

/** Changes what an admin may change of a user as it was read. */
export function changeSettings(before: User, settings: UserSettings): Change {
  const after = withSettings(before, settings);
  const change = newSecret();
  return {
    // Marks the write, so that one which the SDK repeats knows itself again.
    already: equals(['change'], change),
    guards: [{ that: equals(['version'], before.version), otherwise: refuse('precondition_failed').refusal }],
    set: {
      name: to(after.name),
      role: to(after.role),
      disabled: to(after.disabled),
      skills: to([...(after.skills ?? [])]),
      ...(after.openLimit === undefined ? {} : { openLimit: to(after.openLimit) }),
      // What the user is listed under and what it was listed under, until the listing has followed.
      terms: to([...new Set([...(before.terms ?? termsOf(before)), ...termsOf(after)])]),
      version: next('version'),
      change: to(change),
      ...(endsSessions(before, settings) ? { epoch: next('epoch') } : {}),
    },
    ...(after.openLimit === undefined ? { remove: ['openLimit'] } : {}),
  };
}

/** What is left of a user who is being deleted: nothing that signs anybody in, and what must still be cleared away. */
export const beginDeletion = (before: User): Change => ({
  already: equals(['deleting'], true),
  guards: [{ that: equals(['version'], before.version), otherwise: refuse('precondition_failed').refusal }],
  set: { deleting: to(true), disabled: to(true), version: next('version'), epoch: next('epoch') },
  remove: ['password', 'pending', 'pendingBy'],
});
