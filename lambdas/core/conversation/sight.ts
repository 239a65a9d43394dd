import type { Role } from '../../../contract/http/sign-in.ts';
import { absent, any, equals, type Guard } from '../change.ts';
import { refuse } from '../result.ts';
import type { Head } from './head.ts';

/** Who looks at a conversation: somebody of the brand, with skills. */
export interface Onlooker {
  readonly agent: string;
  readonly role: Role;
  readonly skills: readonly string[];
}

/**
 * Whether somebody may see a conversation: one that asks for no skill, or for one of theirs, or that is assigned to them.
 * Admins see all. What may not be seen does not exist.
 */
export const maySee = (
  { agent, role, skills }: Onlooker,
  { skill, agent: assigned }: Pick<Head, 'skill' | 'agent'>,
): boolean => role === 'admin' || skill === undefined || skills.includes(skill) || assigned?.id === agent;

/** The same as a condition of a write. */
export const seenBy = ({ agent, role, skills }: Onlooker): readonly Guard[] =>
  role === 'admin'
    ? []
    : [
        {
          that: any(
            absent('skill'),
            equals(['agent', 'id'], agent),
            ...skills.map((skill) => equals(['skill'], skill)),
          ),
          otherwise: refuse('not_found').refusal,
        },
      ];
