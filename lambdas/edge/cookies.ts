import { parseCookie, stringifySetCookie } from 'cookie';
import * as z from 'zod/mini';
import { id, secret, slug } from '../../contract/fields.ts';
import { fingerprint } from '../core/secrets.ts';

/** The prefix makes browsers insist on Secure, the whole host and no Domain, so no other host can set it. */
const name = '__Host-doorstep';

/** What the cookie of one who is signed in says. */
export interface SessionCookie {
  readonly kind: 'session';
  readonly brand: string;
  /** What the session is stored under. */
  readonly hash: string;
}

/** The cookie between password and code. `owes` is a hint for refusals; what is owed the user's item decides. */
export interface HalfCookie {
  readonly kind: 'half';
  readonly owes: 'code' | 'enrol';
  readonly brand: string;
  readonly agent: string;
  readonly hash: string;
}

const sessionForm = z.tuple([slug, secret]);
const halfForm = z.tuple([slug, z.enum(['code', 'enrol']), id, secret]);

/** Reads the cookie of either kind out of a request's cookies. */
export function readCookie(cookies: readonly string[]): SessionCookie | HalfCookie | undefined {
  const parts = parseCookie(cookies.join('; '))[name]?.split('.') ?? [];
  const session = sessionForm.safeParse(parts);
  if (session.success) {
    const [brand, value] = session.data;
    return { kind: 'session', brand, hash: fingerprint(value) };
  }
  const half = halfForm.safeParse(parts);
  if (!half.success) return undefined;
  const [brand, owes, agent, value] = half.data;
  return { kind: 'half', owes, brand, agent, hash: fingerprint(value) };
}

const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const;
const set = (value: string) => stringifySetCookie(name, value, attributes);

export const sessionCookie = (brand: string, value: string) => set([brand, value].join('.'));

export const halfCookie = (brand: string, owes: HalfCookie['owes'], agent: string, value: string) =>
  set([brand, owes, agent, value].join('.'));

/** Takes the cookie away. */
export const noCookie = () => stringifySetCookie(name, '', { ...attributes, maxAge: 0 });
