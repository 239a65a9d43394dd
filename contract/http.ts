import { agentRoutes } from './http/agent.ts';
import { archiveRoutes } from './http/archive.ts';
import { backendRoutes } from './http/backend.ts';
import { consumerRoutes } from './http/consumer.ts';
import { historyRoutes } from './http/history.ts';
import { managementRoutes } from './http/management.ts';
import { personRoutes } from './http/person.ts';
import { requestRoutes } from './http/requests.ts';
import type { HttpRoute } from './http/route.ts';
import { signInRoutes } from './http/sign-in.ts';
import { stepUpRoutes } from './http/step-up.ts';

/** Every HTTP route there is, by its operation id. API Gateway, the handlers and the documents all come from here. */
export const httpRoutes = {
  ...consumerRoutes,
  ...stepUpRoutes,
  ...historyRoutes,
  ...agentRoutes,
  ...requestRoutes,
  ...personRoutes,
  ...signInRoutes,
  ...managementRoutes,
  ...archiveRoutes,
  ...backendRoutes,
} as const satisfies Record<string, HttpRoute>;

export type Operation = keyof typeof httpRoutes;
