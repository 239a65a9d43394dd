import * as z from 'zod/mini';
import { displayName, slug } from '../../fields.ts';
import type { HttpRoute } from '../route.ts';
import { change, create, list, read, remove, shared } from './list.ts';

/** Something that some agents can do and others cannot: a language, a department. Conversations may ask for one. */
export const skill = z.strictObject({ id: slug, name: displayName });

const params = z.strictObject({ skill: slug });

export const skillRoutes = {
  listSkills: {
    ...shared,
    ...read,
    path: '/api/manage/skills',
    summary: 'List the skills of the brand: 30 at most.',
    answer: list(skill),
  },
  createSkill: {
    ...shared,
    ...create,
    path: '/api/manage/skills',
    summary: 'Create a skill.',
    body: skill,
    answer: skill,
  },
  readSkill: {
    ...shared,
    ...read,
    path: '/api/manage/skills/{skill}',
    summary: 'Read a skill.',
    params,
    answer: skill,
  },
  changeSkill: {
    ...shared,
    ...change,
    path: '/api/manage/skills/{skill}',
    summary: 'Rename a skill.',
    params,
    body: z.omit(skill, { id: true }),
    answer: skill,
  },
  deleteSkill: {
    ...shared,
    ...remove,
    path: '/api/manage/skills/{skill}',
    summary: 'Delete a skill that no engagement names and no conversation waits or is open under.',
    params,
  },
} as const satisfies Record<string, HttpRoute>;
