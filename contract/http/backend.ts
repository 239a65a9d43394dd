import * as z from 'zod/mini';
import { id, secret, slug, time } from '../fields.ts';
import { acr } from '../login.ts';
import { requestResult } from '../protected-request.ts';
import { type HttpRoute, none } from './route.ts';

const brandParams = z.strictObject({ brand: slug });
const shared = { function: 'backend-api', access: 'backend', query: none } as const;

const short = (max: number) =>
  z.string().check(
    z.minLength(1),
    z.maxLength(max),
    z.refine((text) => text.isWellFormed(), 'holds a lone surrogate'),
  );

/** Who the brand says has logged in. Times are in milliseconds. */
export const loggedIn = z.strictObject({
  /** The value of `doorstep` in the address that the login page was opened with. */
  login: secret,
  /** The brand's own id of the person. Never an e-mail address that could go to somebody else. */
  subject: short(255),
  name: z.optional(short(255)),
  /** Shown to agents: at most 20. */
  attributes: z.optional(
    z
      .record(short(40), short(200))
      .check(z.refine((all) => Object.keys(all).length <= 20, 'has more than 20 entries')),
  ),
  acr: z.optional(acr),
  amr: z.optional(z.array(short(40)).check(z.maxLength(10))),
  /** When the person entered credentials; left out, nobody can rely on how fresh the login is. */
  authTime: z.optional(time),
  /** When the brand's own session ends, and with it what Doorstep knows of the person. */
  sessionEnd: z.optional(time),
});
export type LoggedIn = z.infer<typeof loggedIn>;

/** A person: by the subject and whose subjects they are, or by the identity that an entry names. */
export const personMeant = z.union([
  z.strictObject({ identity: id }),
  z.strictObject({ namespace: id, subject: short(255) }),
  z.strictObject({ issuer: short(255), subject: short(255) }),
]);
export type PersonMeant = z.infer<typeof personMeant>;

/** How far a revocation is. */
const revocation = z.strictObject({
  id,
  identity: id,
  at: time,
  /** Conversations in which the person was authenticated, and no longer is. */
  ended: z.int(),
  /** Whether every conversation of the person has been gone through. */
  done: z.boolean(),
});

/** What a brand's backend calls, signed with a security key. */
export const backendRoutes = {
  reportLogin: {
    ...shared,
    method: 'POST',
    path: '/api/backend/{brand}/logins',
    summary:
      "Say that a person has logged in on the brand's login page. The answer is where to send that browser, with the status 303. A repeat is answered the same.",
    params: brandParams,
    body: loggedIn,
    status: 200,
    answer: z.strictObject({
      /** The registered return address with `doorstep_code` and `doorstep_state` in its fragment, good for 60 s and for the browser that began. */
      returnTo: z.string(),
    }),
  },
  revokeIdentity: {
    ...shared,
    method: 'POST',
    path: '/api/backend/{brand}/revocations',
    summary:
      'End what is known of a person in every conversation. Ask again, with the same id, until the answer says that it is done.',
    params: brandParams,
    /** The id is the backend's own; the same id again goes on with the same revocation. */
    body: z.strictObject({ id, person: personMeant }),
    status: 200,
    answer: revocation,
  },
  readRevocation: {
    ...shared,
    method: 'GET',
    path: '/api/backend/{brand}/revocations/{revocation}',
    summary: 'Read how far a revocation is.',
    params: z.extend(brandParams, { revocation: id }),
    status: 200,
    answer: revocation,
  },
  answerRequest: {
    ...shared,
    method: 'POST',
    path: '/api/backend/{brand}/conversations/{conversation}/requests/{request}/result',
    summary:
      'Answer a protected request that was released. One result is accepted; the same again is the same.',
    params: z.extend(brandParams, { conversation: id, request: id }),
    body: requestResult,
    status: 204,
  },
} as const satisfies Record<string, HttpRoute>;
