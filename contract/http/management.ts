import { brandRoutes } from './management/brand.ts';
import { engagementRoutes } from './management/engagements.ts';
import { issuerRoutes } from './management/issuers.ts';
import { userRoutes } from './management/users.ts';
import type { HttpRoute } from './route.ts';

/** What an admin manages of a brand, one file an area. */
export const managementRoutes = {
  ...brandRoutes,
  ...engagementRoutes,
  ...issuerRoutes,
  ...userRoutes,
} as const satisfies Record<string, HttpRoute>;
