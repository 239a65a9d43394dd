import * as z from 'zod/mini';
import { none } from '../route.ts';

/** What the routes of managing a brand have in common. */
export const shared = { function: 'management', access: 'admin', params: none, query: none } as const;
export const read = { method: 'GET', status: 200 } as const;
export const create = { method: 'POST', status: 201 } as const;
/** A change: `If-Match` names the version that was read (RFC 9110, section 13.1.1). */
export const change = { method: 'PUT', status: 200 } as const;
export const remove = { method: 'DELETE', status: 204 } as const;

/** Opaque; from an earlier answer. */
export const listQuery = z.strictObject({ cursor: z.optional(z.string().check(z.maxLength(2048))) });
export const list = <T extends z.ZodMiniType>(one: T) =>
  z.strictObject({ items: z.array(one), cursor: z.optional(z.string()) });
