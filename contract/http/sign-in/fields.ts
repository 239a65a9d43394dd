import * as z from 'zod/mini';
import { id, time } from '../../fields.ts';
import { none } from '../route.ts';

export const shared = { function: 'sign-in', params: none, query: none } as const;

/** Any string up to 256 characters: rules for new passwords are checked apart, and a wrong one is just wrong. */
export const password = z.string().check(z.minLength(1), z.maxLength(256));

/** Exactly six ASCII digits (RFC 6238 with the usual parameters). */
export const code = z.string().check(z.regex(/^[0-9]{6}$/));

/** The name a user signs in with, an e-mail address as a rule; compared without regard to case and width. */
export const loginName = z.string().check(z.minLength(1), z.maxLength(254));

/** By what a sign-in or a proof can be completed. */
export const method = z.enum(['totp', 'passkey', 'recovery']);

/** What a person is told until it was read: an admin has taken the second factors away. */
export const notice = z.strictObject({ kind: z.enum(['factors_reset']), at: time });

export const recoveryCodes = z.array(z.string());

/** What is asked for next. */
export const next = z.strictObject({
  next: z.enum(['enrol', 'code', 'done']),
  /** With `code`: what will do. */
  methods: z.optional(z.array(method)),
  notice: z.optional(notice),
});

/** The same after an enrolment. */
export const enrolled = z.extend(next, {
  /** With the first factor: ways in for one who has lost it. Each works once; they are shown in this answer only. */
  recoveryCodes: z.optional(recoveryCodes),
});

/** What `navigator.credentials` takes, in the JSON form of Web Authentication, level 3: byte strings in base64url. */
export const passkeyOptions = z.strictObject({ options: z.record(z.string(), z.unknown()) });

const bytes = (max: number) => z.string().check(z.regex(/^[A-Za-z0-9_-]+$/), z.maxLength(max));
const own = { type: z.literal('public-key'), id: bytes(1400), rawId: bytes(1400) } as const;
/** What browsers add of their own accord; nothing is decided by it. */
const extensions = z.optional(z.record(z.string(), z.unknown()));
const attachment = z.optional(z.string().check(z.maxLength(32)));

/** An assertion, as `PublicKeyCredential.toJSON()` writes it. */
export const credential = z.strictObject({
  ...own,
  response: z.strictObject({
    clientDataJSON: bytes(4096),
    authenticatorData: bytes(4096),
    signature: bytes(2048),
    userHandle: z.optional(bytes(128)),
  }),
  clientExtensionResults: extensions,
  authenticatorAttachment: attachment,
});

/** An attestation, as `PublicKeyCredential.toJSON()` writes it. */
export const newCredential = z.strictObject({
  ...own,
  response: z.strictObject({
    clientDataJSON: bytes(4096),
    attestationObject: bytes(16_384),
    authenticatorData: z.optional(bytes(4096)),
    transports: z.optional(z.array(z.string().check(z.maxLength(32))).check(z.maxLength(8))),
    publicKey: z.optional(bytes(4096)),
    publicKeyAlgorithm: z.optional(z.int()),
  }),
  clientExtensionResults: extensions,
  authenticatorAttachment: attachment,
});

/** A session in a list of one person's sessions. */
export const listedSession = z.strictObject({
  id,
  createdAt: time,
  lastUsedAt: time,
  /** The end, unless it is used again. */
  expiresAt: time,
  /** What the browser said it is. */
  device: z.string(),
});
