import * as z from 'zod/mini';
import { displayName, slug } from '../../fields.ts';
import type { HttpRoute } from '../route.ts';
import { accessControl } from './access-control.ts';
import { change, read, shared } from './list.ts';
import { openLimit } from './users.ts';

export const brandSettings = z.strictObject({
  name: displayName,
  ...accessControl,
  /** Whether agents are notified when a conversation is stepped up; so it is when left out. */
  stepUpNotification: z.optional(z.boolean()),
  /** How many conversations an agent may have open who has no limit of their own. Left out, there is none. */
  openLimit: z.optional(openLimit),
});
export const brand = z.extend(brandSettings, { id: slug });

export const brandRoutes = {
  readBrand: { ...shared, ...read, path: '/api/manage/brand', summary: 'Read the brand.', answer: brand },
  readOwnAddress: {
    ...shared,
    ...read,
    path: '/api/manage/own-address',
    summary: 'Read the address that one calls from, as allowed networks are compared with it.',
    answer: z.strictObject({ address: z.string() }),
  },
  changeBrand: {
    ...shared,
    ...change,
    path: '/api/manage/brand',
    summary: 'Change the brand.',
    body: brandSettings,
    answer: brand,
  },
} as const satisfies Record<string, HttpRoute>;
