import type { Role } from '../../../contract/http/sign-in.ts';
import { absent, any, differs, equals, type Guard } from '../change.ts';
import { refuse } from '../result.ts';
import type { Head } from './head.ts';

/** Who looks at a conversation: somebody of the brand, with skills. */
export interface Onlooker {
  readonly agent: string;
  readonly role: Role;
  readonly skills: readonly string[];
}

/** What decides who may see a conversation. */
export interface Sight extends Pick<Head, 'state' | 'agent'> {
  readonly skill?: string | undefined;
}

/**
 * Whether somebody may see a conversation: one that asks for no skill, or for one of theirs, or that is assigned to them.
 * Admins see all. What may not be seen does not exist, and so does what is held until its consumer has logged in.
 */
export const maySee = (
  { agent, role, skills }: Onlooker,
  { state, skill, agent: assigned }: Sight,
): boolean =>
  state !== 'held' &&
  (role === 'admin' || skill === undefined || skills.includes(skill) || assigned?.id === agent);

/** The same as a condition of a write. */
export function seenBy({ agent, role, skills }: Onlooker): readonly Guard[] {
  const otherwise = refuse('not_found').refusal;
  const known = any(
    absent('skill'),
    equals(['agent', 'id'], agent),
    ...skills.map((skill) => equals(['skill'], skill)),
  );
  return [
    { that: differs(['state'], 'held'), otherwise },
    ...(role === 'admin' ? [] : [{ that: known, otherwise }]),
  ];
}
