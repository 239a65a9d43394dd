import type * as z from 'zod/mini';
import type { userSettings } from '../../../contract/http/management.ts';
import { type Change, equals, next, to } from '../change.ts';
import { refuse } from '../result.ts';
import { newSecret } from '../secrets.ts';
import type { User } from './user.ts';

/** Changes what an admin may change of a user as it was read. What was begun with another role, or enabled, ends. */
export function changeSettings(before: User, { name, role, disabled }: z.infer<typeof userSettings>): Change {
  const ends = role !== before.role || (disabled && !before.disabled);
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
      ...(ends ? { epoch: next('epoch') } : {}),
    },
  };
}
