import * as z from 'zod/mini';

/**
 * Every error a client can meet: its stable code, the HTTP status it has there, and one plain sentence.
 * On a socket the same problem comes in an `error` event. `retryable` says that the same request may succeed later.
 */
export const problems = {
  invalid_request: { status: 400, title: 'The request does not have the documented form.' },
  unknown_action: { status: 400, title: 'There is no such action.' },
  unauthorized: { status: 401, title: 'No session, or one that has ended.' },
  session_ended: { status: 401, title: 'This session has ended; begin a new one.' },
  sign_in_failed: { status: 401, title: 'The sign-in did not succeed.' },
  code_refused: { status: 401, title: 'The code or passkey was not accepted.' },
  forbidden: { status: 403, title: 'This session may not do that.' },
  origin_refused: { status: 403, title: 'A page of this origin may not do that.' },
  second_factor_required: { status: 403, title: 'The sign-in is not complete: a code is still owed.' },
  enrolment_required: {
    status: 403,
    title: 'The sign-in is not complete: a second factor must be enrolled.',
  },
  network_refused: { status: 403, title: 'This may not be done from this network.' },
  password_required: { status: 403, title: 'The password must be entered afresh for this.' },
  not_assigned: { status: 403, title: 'Only the agent who accepted the conversation may do that.' },
  not_found: { status: 404, title: 'There is no such thing here.' },
  conflict: { status: 409, title: 'The same number was used for something else.' },
  duplicate: { status: 409, title: 'A message with this number was stored earlier.' },
  out_of_order: { status: 409, title: 'A message before this one is missing.' },
  lost: { status: 409, title: 'This message was given up; send it again under the next number.' },
  rejoin: { status: 409, title: 'This socket is not in the conversation; join it.' },
  closed: { status: 409, title: 'The conversation is closed.' },
  agent_full: { status: 409, title: 'This agent has as many open conversations as allowed.' },
  agent_away: { status: 409, title: 'This agent is away.' },
  last_admin: { status: 409, title: 'A brand keeps one admin who is enabled.' },
  in_use: { status: 409, title: 'Something else still needs it.' },
  already_accepted: { status: 409, title: 'Another agent has accepted the conversation.' },
  channel_not_supported: {
    status: 409,
    title: 'A live chat cannot be stepped up; use a messaging engagement.',
  },
  challenge_not_open: { status: 409, title: 'This login request is not open.' },
  not_yet: { status: 409, title: 'The time is not over yet, by the clock of the server.' },
  challenge_expired: { status: 409, title: 'This login request has expired.' },
  already_stepped_up: { status: 409, title: 'The conversation was stepped up by another request.' },
  login_required: { status: 409, title: 'The conversation begins with a login.' },
  method_not_accepted: { status: 409, title: 'This login request cannot be answered in that way.' },
  cannot_satisfy: { status: 409, title: 'The login is weaker or older than what was asked for.' },
  login_cancelled: { status: 409, title: 'The consumer called the login off.' },
  asked_too_soon: { status: 409, title: 'The consumer said "not now" a short while ago.' },
  prompt_limit: {
    status: 409,
    title: 'The consumer was asked as often as the brand allows in one conversation.',
  },
  not_authenticated: { status: 409, title: 'The consumer is not authenticated at this moment.' },
  other_identity: { status: 409, title: 'This conversation belongs to someone else; begin a new one.' },
  factor_needed: { status: 409, title: 'This is the last second factor, and one is needed.' },
  limit_reached: { status: 409, title: 'There are as many of these as there may be.' },
  passkeys_unavailable: {
    status: 409,
    title: 'Passkeys need a public origin of its own name: https, or localhost.',
  },
  exists: { status: 409, title: 'There is one of that name already.' },
  no_match: { status: 422, title: 'This matches nobody.' },
  login_link_refused: { status: 410, title: 'This login link was never good, or is over its time.' },
  invitation_refused: { status: 410, title: 'The link was used, has expired or was never good.' },
  precondition_failed: { status: 412, title: 'Somebody changed it in the meantime; read it again.' },
  too_large: { status: 413, title: 'The request is too large.' },
  login_refused: { status: 422, title: 'What the login provider answered was not accepted.' },
  token_refused: { status: 422, title: 'The token was not accepted.' },
  key_refused: { status: 422, title: 'The key was not accepted.' },
  password_refused: { status: 422, title: 'The password does not keep the rules.' },
  precondition_required: { status: 428, title: 'Say with If-Match which version is meant.' },
  rate_limited: { status: 429, title: 'Too many requests; try again later.', retryable: true },
  internal: { status: 500, title: 'Something went wrong on our side.', retryable: true },
  unavailable: { status: 503, title: 'A service that is needed did not answer; try again.', retryable: true },
} as const satisfies Record<string, { status: number; title: string; retryable?: true }>;

export type ProblemCode = keyof typeof problems;

export const problemCode = z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]);

/** Why a token that the brand signed was refused. */
export const tokenReason = z.enum([
  'malformed',
  'too_large',
  'not_encrypted',
  'encryption_refused',
  'decryption_failed',
  'header_refused',
  'algorithm_refused',
  'issuer_unknown',
  'key_unknown',
  /** With `unavailable`: the brand's host does not serve its keys. */
  'keys_unreachable',
  'signature_wrong',
  'audience_wrong',
  'claim_missing',
  'claim_wrong',
  'not_yet_valid',
  'expired',
  'life_too_long',
  'nonce_wrong',
  'replayed',
]);
export type TokenReason = z.infer<typeof tokenReason>;

/** One field that is wrong: where, and what about it. */
export const fieldError = z.strictObject({ path: z.string(), message: z.string() });
export type FieldError = z.infer<typeof fieldError>;

/** An RFC 9457 problem. `type` is `urn:doorstep:problem:` and the code; `detail` is for developers, never for consumers. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: problemCode,
  detail: z.optional(z.string()),
  retryable: z.boolean(),
  /** Seconds after which to try again. */
  retryAfter: z.optional(z.int()),
  errors: z.optional(z.array(fieldError)),
  /** With `token_refused`: why. */
  reason: z.optional(tokenReason),
});
export type Problem = z.infer<typeof problem>;
