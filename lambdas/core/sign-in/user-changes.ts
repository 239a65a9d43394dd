import type * as z from 'zod/mini';
import type { userSettings } from '../../../contract/http/management/users.ts';
import { type Change, equals, next, to } from '../change.ts';
import { refuse } from '../result.ts';
import { newSecret } from '../secrets.ts';
import type { User } from './user.ts';

type Settings = z.infer<typeof userSettings>;

/** Whether a change of settings ends what was begun before it: with another role, or while enabled. */
export const endsSessions = (before: User, { role, disabled }: Settings): boolean =>
  role !== before.role || (disabled && !before.disabled);

/** Changes what an admin may change of a user as it was read. */
export function changeSettings(before: User, settings: Settings): Change {
  const { name, role, disabled } = settings;
  const change = newSecret();
  return {
    // Marks the write, so that one which the SDK repeats knows itself again.
    already: equals(['change'], change),
    guards: [{ that: equals(['version'], before.version), otherwise: refuse('precondition_failed').refusal }],
    set: {
      name: to(name),
      role: to(role),
      disabled: to(disabled),
      version: next('version'),
      change: to(change),
      ...(endsSessions(before, settings) ? { epoch: next('epoch') } : {}),
    },
  };
}
