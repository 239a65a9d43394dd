import { above, absent, exists, next, previous, to } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

const mark = (user: string) => `a#${user}`;

/** Counts a user among the brand's admins. Safe to repeat. */
export async function addAdmin(db: Db, brand: string, user: string): Promise<void> {
  const change = {
    already: exists(mark(user)),
    guards: [],
    set: { [mark(user)]: to(true), count: next('count') },
  };
  const outcome = await db.change(keys.admins(brand), change);
  if (outcome.ok || outcome.item) return;
  await db.put({ ...keys.admins(brand), count: 0 }, absent('pk'));
  await db.change(keys.admins(brand), change);
}

/**
 * Counts a user among them no longer, before the user loses role, access or existence: one write decides whether another
 * one is left. Stopped half-way it counts one too few, which an admin who is saved again sets right.
 */
export async function removeAdmin(db: Db, brand: string, user: string): Promise<Result<undefined>> {
  const outcome = await db.change(keys.admins(brand), {
    already: absent(mark(user)),
    guards: [{ that: above(['count'], 1), otherwise: refuse('last_admin').refusal }],
    set: { count: previous('count') },
    remove: [mark(user)],
  });
  return outcome.ok ? done(undefined) : outcome;
}
