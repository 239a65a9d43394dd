import type { stepUpRoutes } from '../../contract/http/step-up.ts';
import { isOwnSession } from '../core/conversation/guards.ts';
import { done, refuse } from '../core/result.ts';
import { requireSession } from '../edge/consumer-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { beginWith } from './begin.ts';
import type { Dependencies } from './dependencies.ts';

/** The consumer's browser begins to answer an agent's login request. */
export const startChallenge =
  (deps: Dependencies): HttpHandler<typeof stepUpRoutes.startChallenge> =>
  async (request) => {
    const { brand, conversation, challenge: id } = request.params;
    const [found, head] = await Promise.all([
      requireSession(deps, request),
      deps.conversations.head(brand, conversation),
    ]);
    if (!found.ok) return found;
    const { session, hash } = found.value;
    const own = { hash, epoch: session.epoch };
    if (session.conversation !== conversation || !head) return refuse('not_found');
    if (!isOwnSession(head, own)) return refuse('unauthorized');
    const started = await beginWith(deps, { session, own, head, id, body: request.body });
    return started.ok ? done({ body: started.value }) : started;
  };
