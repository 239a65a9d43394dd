import * as z from 'zod/mini';
import { id, slug, time } from '../../fields.ts';
import { tokenReport } from '../../token-report.ts';
import type { HttpRoute } from '../route.ts';
import { read, remove, shared } from './list.ts';

/** Of whom a token speaks, as agents would see it. */
const who = z.strictObject({
  subject: z.string(),
  name: z.optional(z.string()),
  attributes: z.optional(z.record(z.string(), z.string())),
  acr: z.optional(z.string()),
  amr: z.optional(z.array(z.string())),
  authTime: z.optional(time),
  sessionEnd: z.optional(time),
});

/** A recorded trial of an engagement: until its end every login with a token is reported. */
const trial = z.strictObject({ engagement: slug, until: time });

const path = '/api/manage/token-trial';

export const inspectorRoutes = {
  inspectToken: {
    ...shared,
    method: 'POST',
    status: 200,
    path: '/api/manage/token-inspector',
    summary:
      'Say in plain words, check by check, what is expected of a token, what came and what to change. Nothing is used up, stored or logged.',
    body: z.strictObject({
      token: z.string().check(z.minLength(1), z.maxLength(16_384)),
      /** The issuer to check against, where the token names none that is registered. Left out, the only one. */
      issuer: z.optional(id),
      /** Where the token is to log in: whether the ways to log in there include it. */
      engagement: z.optional(slug),
      /** The nonce that the page was given. Left out, it only has to be there. */
      nonce: z.optional(z.string().check(z.maxLength(256))),
    }),
    answer: z.extend(tokenReport, { login: z.optional(who), privateData: z.optional(z.array(z.string())) }),
  },
  beginTrial: {
    ...shared,
    method: 'PUT',
    status: 200,
    path,
    summary:
      'Record, for at most an hour, what becomes of the tokens that come at an engagement. An earlier trial ends. Holds for login requests made from now on.',
    body: z.strictObject({ engagement: slug, minutes: z.int().check(z.minimum(1), z.maximum(60)) }),
    answer: trial,
  },
  readTrial: {
    ...shared,
    ...read,
    path,
    summary: 'Read the trial and the newest 20 of its reports, which are kept for a day.',
    answer: z.strictObject({
      trial: z.optional(trial),
      reports: z.array(z.extend(tokenReport, { at: time })),
    }),
  },
  endTrial: { ...shared, ...remove, path, summary: 'End the trial and keep its reports.' },
} as const satisfies Record<string, HttpRoute>;
