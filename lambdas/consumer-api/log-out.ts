import type { consumerRoutes } from '../../contract/http/consumer.ts';
import { endAccess } from '../core/assurance/end.ts';
import { isOwnSession } from '../core/conversation/guards.ts';
import { done, refuse } from '../core/result.ts';
import { requireSession } from '../edge/consumer-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { record } from '../flows/record.ts';
import type { Dependencies } from './dependencies.ts';

/** Ends this browser's access. Whose session is no longer the conversation's own has nothing left to end. */
export const logOut =
  (deps: Dependencies): HttpHandler<typeof consumerRoutes.logOut> =>
  async (request) => {
    const { brand, conversation } = request.params;
    const [found, head] = await Promise.all([
      requireSession(deps, request),
      deps.conversations.head(brand, conversation),
    ]);
    if (!found.ok) return found;
    const { session, hash } = found.value;
    if (session.conversation !== conversation) return refuse('not_found');
    if (!head || !isOwnSession(head, { hash, epoch: session.epoch })) return done({});
    const outcome = await record(deps, brand, conversation, endAccess(head, 'logged_out', deps.now()));
    // Whatever was quicker has ended it, or moved it on: then the next try finds out.
    return outcome.ok || outcome.refusal.code === 'unauthorized' ? done({}) : outcome;
  };
