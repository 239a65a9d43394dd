import * as z from 'zod/mini';
import { displayName, slug } from '../../fields.ts';
import type { HttpRoute } from '../route.ts';
import { change, read, shared } from './list.ts';

export const brandSettings = z.strictObject({
  name: displayName,
  /** Authenticator apps to name at enrolment. */
  authenticatorApps: z.array(displayName).check(z.maxLength(5)),
  /** Whether every user needs a second factor. */
  mfa: z.boolean(),
});
export const brand = z.extend(brandSettings, { id: slug });

export const brandRoutes = {
  readBrand: { ...shared, ...read, path: '/api/manage/brand', summary: 'Read the brand.', answer: brand },
  changeBrand: {
    ...shared,
    ...change,
    path: '/api/manage/brand',
    summary: 'Change the brand.',
    body: brandSettings,
    answer: brand,
  },
} as const satisfies Record<string, HttpRoute>;
