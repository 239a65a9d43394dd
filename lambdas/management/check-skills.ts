import { done, type Result, refuse } from '../core/result.ts';
import type { Db } from '../store/db.ts';
import { listSettings, type SkillRecord } from '../store/settings.ts';
import { keys } from '../store/table.ts';

/** That the brand has these skills: one query, and none where there is nothing to check. */
export async function checkSkills(
  db: Db,
  brand: string,
  skills: readonly string[] = [],
  path = 'skills',
): Promise<Result<undefined>> {
  if (skills.length === 0) return done(undefined);
  const { records } = await listSettings<SkillRecord>(db, keys.skill(brand, ''));
  const known = new Set(records.map(({ id }) => id));
  const errors = skills.flatMap((skill, index) =>
    known.has(skill) ? [] : [{ path: `${path}.${index}`, message: 'is no skill of this brand' }],
  );
  return errors.length > 0 ? refuse('invalid_request', { errors }) : done(undefined);
}
