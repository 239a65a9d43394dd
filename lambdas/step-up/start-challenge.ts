import type { stepUpRoutes } from '../../contract/http/step-up.ts';
import { begin, whyNotOpen } from '../core/challenge/changes.ts';
import { isOwnSession } from '../core/conversation/guards.ts';
import { asHead } from '../core/conversation/head.ts';
import { done, refuse } from '../core/result.ts';
import { newSecret } from '../core/secrets.ts';
import { requireSession } from '../edge/consumer-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import type { Dependencies } from './dependencies.ts';

/** The consumer's browser begins to answer a login request; both sides hear that it has. */
export const startChallenge =
  (deps: Dependencies): HttpHandler<typeof stepUpRoutes.startChallenge> =>
  async (request) => {
    const { brand, conversation, challenge: id } = request.params;
    const { conversations, push, now } = deps;
    const [found, head] = await Promise.all([
      requireSession(deps, request),
      conversations.head(brand, conversation),
    ]);
    if (!found.ok) return found;
    const { session, hash } = found.value;
    const own = { hash, epoch: session.epoch };
    if (session.conversation !== conversation || !head) return refuse('not_found');
    if (!isOwnSession(head, own)) return refuse('unauthorized');
    const refusal = whyNotOpen(head, id, now());
    if (refusal) return { ok: false, refusal };
    if (!head.challenge) return refuse('challenge_not_open');
    // 132 bits: as long as it must be, since it stands in the head.
    const nonce = newSecret().slice(0, 22);
    const { verifierHash: verifier } = request.body;
    const { idle } = session.settings;
    const change = begin({
      idle,
      challenge: head.challenge,
      session: own,
      verifier,
      nonce,
      now: now(),
    });
    const outcome = await conversations.change(brand, conversation, change);
    if (!outcome.ok) return outcome;
    if (!outcome.repeated) await push.challenge(outcome.item);
    const { challenge = head.challenge } = asHead(outcome.item);
    const { nonce: given = nonce, startUntil: expiresAt = challenge.expiresAt } = challenge;
    return done({ body: { nonce: given, expiresAt } });
  };
