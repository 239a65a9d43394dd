import * as z from 'zod/mini';

/** Ids of everything: the characters that a table key, a URL path and a log line carry unharmed. */
export const id = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));

/** A name for a brand or an engagement, chosen by people and standing in URLs. */
export const slug = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/));

/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export const time = z.int().check(z.minimum(0));

/** A sequence number in a conversation: 1 is the first. */
export const seq = z.int().check(z.minimum(1));

/** S256 of a secret: base64url of a SHA-256, without padding (RFC 7636, section 4.2). */
export const s256 = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

/** 256 random bits made by the client, base64url without padding. */
export const secret = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

const encoder = new TextEncoder();

/** Text of at most `max` bytes in UTF-8, without lone surrogates (they would not survive storing). */
export const utf8 = (max: number) =>
  z.string().check(
    z.minLength(1),
    z.maxLength(max),
    z.refine((text) => text.isWellFormed(), 'holds a lone surrogate'),
    z.refine((text) => encoder.encode(text).length <= max, `is longer than ${max} bytes in UTF-8`),
  );

/** What a person wrote: 8,192 bytes of UTF-8 at most, however many characters that are. */
export const text = utf8(8192);

/** An exact web origin, as a browser sends it (RFC 6454, section 6.2). */
export const origin = z.string().check(
  z.maxLength(255),
  z.refine((value) => URL.canParse(value) && new URL(value).origin === value, 'is not an origin'),
  z.refine((value) => /^https?:/.test(value), 'is not http or https'),
);

/** Locks, keys, shields and check marks, and what looks like them: they are Doorstep's to show. */
const marks =
  '\\u221A-\\u221C\\u237B\\u23B7\\u2611\\u26BF\\u26E8\\u2705\\u2713\\u2714\\u{10102}\\u{1F50F}-\\u{1F513}\\u{1F5DD}\\u{1F5F8}\\u{1F5F9}\\u{1F6E1}\\u{1FBB1}';
/** Characters that nobody sees, or that end a line: controls, formats, unassigned and private ones, and fillers. */
const unseen = '\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}\\u034F\\u115F\\u1160\\u2800\\u3164\\uFFA0';

/** What no name may hold, as a class of a regular expression with the flag `u`. */
export const keptSigns = `[${marks}${unseen}]`;
const keptSign = new RegExp(keptSigns, 'u');

/** A name to show: one line of text that cannot be mistaken for a lock or a check mark. */
export const displayName = z.string().check(
  z.minLength(1),
  z.maxLength(80),
  z.refine((value) => value.isWellFormed() && value.trim() === value, 'starts or ends with a space'),
  z.refine(
    (value) => !keptSign.test(value),
    'holds a sign that is kept for verified people, or a control character',
  ),
);
