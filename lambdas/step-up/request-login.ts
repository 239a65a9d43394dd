import type { stepUpRoutes } from '../../contract/http/step-up.ts';
import { challengeId, logInUnasked } from '../core/challenge/ask.ts';
import { wanted } from '../core/challenge/wanted.ts';
import { isOwnSession } from '../core/conversation/guards.ts';
import { asHead } from '../core/conversation/head.ts';
import { done, refuse } from '../core/result.ts';
import { methodsOf } from '../core/settings/authentication.ts';
import { requireSession } from '../edge/consumer-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { record } from '../flows/record.ts';
import { startConversation } from '../flows/start.ts';
import { readAuthentication, readEngagement } from '../store/settings.ts';
import { beginWith } from './begin.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * The consumer logs in without having been asked: before the chat, which starts the conversation; to take up a conversation
 * that began anonymously; or to renew. The verifier names the request, so that a repeat is the same one.
 */
export const requestLogin =
  (deps: Dependencies): HttpHandler<typeof stepUpRoutes.requestLogin> =>
  async (request) => {
    const { brand, engagement, conversation } = request.params;
    const { db, conversations, now } = deps;
    const [found, there, settings, place] = await Promise.all([
      requireSession(deps, request),
      conversations.head(brand, conversation),
      readAuthentication(db, brand),
      readEngagement(db, brand, engagement),
    ]);
    if (!found.ok) return found;
    const { session, hash } = found.value;
    const own = { hash, epoch: session.epoch };
    if (session.conversation !== conversation || !place) return refuse('not_found');
    if (!there) {
      const started = await startConversation(deps, session, place, request.body.claimed);
      if (!started.ok) return started;
    }
    const head = there ?? (await conversations.head(brand, conversation));
    if (!head || !isOwnSession(head, own)) return refuse('unauthorized');
    const { acr, maxAge, claimed: _, ...start } = request.body;
    const login = wanted(head, { acr, maxAge }, methodsOf(place, settings), settings, now());
    if (!login.ok) return login;
    const id = challengeId(hash, start.verifierHash);
    const asking = { id, wanted: login.value, session: own, idle: session.settings.idle, now: now() };
    const outcome = await record(deps, brand, conversation, logInUnasked(head, asking));
    if (!outcome.ok) return outcome;
    // A repeat may find it answered, declined or over.
    const begun = await beginWith(deps, { session, own, head: asHead(outcome.item), id, body: start });
    return begun.ok ? done({ body: { challenge: id, ...begun.value } }) : begun;
  };
