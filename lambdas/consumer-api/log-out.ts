import type { consumerRoutes } from '../../contract/http/consumer.ts';
import { endAccess } from '../core/assurance/end.ts';
import { isLoggedIn } from '../core/assurance/resume.ts';
import { isOwnSession } from '../core/conversation/guards.ts';
import type { Head } from '../core/conversation/head.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { requireSession } from '../edge/consumer-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { closeDropped } from '../flows/close-dropped.ts';
import { endPage } from '../flows/end-everywhere.ts';
import { record } from '../flows/record.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * Ends every access to the conversation, of this browser and of others, with their sockets. Whose session is no longer the
 * conversation's own has nothing left to end.
 */
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
    if (request.body.everywhere) {
      const ended = await logOutElsewhere(deps, head);
      if (!ended.ok) return ended;
    }
    const outcome = await record(deps, brand, conversation, endAccess(head, 'logged_out', deps.now()));
    if (outcome.ok) await closeDropped(deps.sockets, head, outcome.item);
    // Whatever was quicker has ended it, or moved it on: then the next try finds out.
    return outcome.ok || outcome.refusal.code === 'unauthorized' ? done({}) : outcome;
  };

/** How long one call goes on; the same call again goes on from there. Milliseconds. */
const patience = 5000;

/**
 * Ends what is known of the person in all other conversations: the mark first, so that a login which is being redeemed at
 * this moment ends as well. This conversation comes last, since its session is what the caller may repeat the call by.
 */
async function logOutElsewhere(deps: Dependencies, head: Head): Promise<Result<undefined>> {
  const at = deps.now();
  if (!isLoggedIn(head, at)) return refuse('not_authenticated');
  const { brand, id, identity } = head;
  await deps.revocations.mark(brand, identity, { at, why: 'logged_out' });
  const ending = { brand, identity, at, why: 'logged_out', except: id } as const;
  let page = await endPage(deps, ending);
  while (page.after !== undefined && deps.now() < at + patience)
    page = await endPage(deps, ending, page.after);
  return page.after === undefined ? done(undefined) : refuse('unavailable', { retryAfter: 1 });
}
