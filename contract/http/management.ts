import { answerRoutes } from './management/answers.ts';
import { authenticationRoutes } from './management/authentication.ts';
import { botRoutes } from './management/bots.ts';
import { brandRoutes } from './management/brand.ts';
import { encryptionKeyRoutes } from './management/encryption-keys.ts';
import { engagementRoutes } from './management/engagements.ts';
import { inspectorRoutes } from './management/inspector.ts';
import { issuerRoutes } from './management/issuers.ts';
import { providerRoutes } from './management/providers.ts';
import { recordRoutes } from './management/records.ts';
import { requestKindRoutes } from './management/request-kinds.ts';
import { securityKeyRoutes } from './management/security-keys.ts';
import { skillRoutes } from './management/skills.ts';
import { userFactorRoutes } from './management/user-factors.ts';
import { userRoutes } from './management/users.ts';
import { webhookRoutes } from './management/webhooks.ts';
import type { HttpRoute } from './route.ts';

/** What an admin manages of a brand, one file an area. */
export const managementRoutes = {
  ...brandRoutes,
  ...authenticationRoutes,
  ...requestKindRoutes,
  ...engagementRoutes,
  ...issuerRoutes,
  ...encryptionKeyRoutes,
  ...inspectorRoutes,
  ...providerRoutes,
  ...securityKeyRoutes,
  ...recordRoutes,
  ...userRoutes,
  ...userFactorRoutes,
  ...botRoutes,
  ...skillRoutes,
  ...answerRoutes,
  ...webhookRoutes,
} as const satisfies Record<string, HttpRoute>;
