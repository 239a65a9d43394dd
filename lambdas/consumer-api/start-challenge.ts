import type { consumerRoutes } from '../../contract/http/consumer.ts';
import { begin, whyNotOpen } from '../core/challenge/changes.ts';
import { done, refuse } from '../core/result.ts';
import { newSecret } from '../core/secrets.ts';
import type { HttpHandler } from '../edge/http.ts';
import type { Dependencies } from './dependencies.ts';
import { requireSession } from './session.ts';

/** The consumer's browser begins to answer a login request; both sides hear that it has. */
export const startChallenge =
  (deps: Dependencies): HttpHandler<typeof consumerRoutes.startChallenge> =>
  async (request) => {
    const { brand, conversation, challenge: id } = request.params;
    const { conversations, push, now } = deps;
    const [found, head] = await Promise.all([
      requireSession(deps, request),
      conversations.head(brand, conversation),
    ]);
    if (!found.ok) return found;
    const { session } = found.value;
    if (session.conversation !== conversation || !head) return refuse('not_found');
    if (session.epoch !== head.epoch) return refuse('unauthorized');
    const refusal = whyNotOpen(head, id, now());
    if (refusal) return { ok: false, refusal };
    if (!head.challenge) return refuse('challenge_not_open');
    const nonce = newSecret();
    const { verifierHash: verifier } = request.body;
    const { change, challenge } = begin({
      challenge: head.challenge,
      epoch: session.epoch,
      verifier,
      nonce,
      now: now(),
    });
    const outcome = await conversations.change(brand, conversation, change);
    if (!outcome.ok) return outcome;
    await push.challenge(outcome.item);
    return done({ body: { nonce, expiresAt: challenge.startUntil ?? challenge.expiresAt } });
  };
