import * as z from 'zod/mini';
import { displayName, id, utf8 } from '../../fields.ts';
import type { HttpRoute } from '../route.ts';
import { change, create, list, listQuery, read, remove, shared } from './list.ts';
import { skills } from './users.ts';

/** A text that agents send often. */
const cannedText = utf8(4096);

const cannedAnswerSettings = z.strictObject({
  name: displayName,
  text: cannedText,
  /** Whom it is offered to: agents with one of these skills. Left out, all. */
  skills: z.optional(skills),
});
export const cannedAnswer = z.extend(cannedAnswerSettings, { id });
export type CannedAnswer = z.infer<typeof cannedAnswer>;

const params = z.strictObject({ answer: id });

export const answerRoutes = {
  listCannedAnswers: {
    ...shared,
    ...read,
    path: '/api/manage/canned-answers',
    summary: 'List canned answers.',
    query: listQuery,
    answer: list(cannedAnswer),
  },
  createCannedAnswer: {
    ...shared,
    ...create,
    path: '/api/manage/canned-answers',
    summary: 'Create a canned answer.',
    body: cannedAnswerSettings,
    answer: cannedAnswer,
  },
  readCannedAnswer: {
    ...shared,
    ...read,
    path: '/api/manage/canned-answers/{answer}',
    summary: 'Read a canned answer.',
    params,
    answer: cannedAnswer,
  },
  changeCannedAnswer: {
    ...shared,
    ...change,
    path: '/api/manage/canned-answers/{answer}',
    summary: 'Change a canned answer.',
    params,
    body: cannedAnswerSettings,
    answer: cannedAnswer,
  },
  deleteCannedAnswer: {
    ...shared,
    ...remove,
    path: '/api/manage/canned-answers/{answer}',
    summary: 'Delete a canned answer.',
    params,
  },
} as const satisfies Record<string, HttpRoute>;
