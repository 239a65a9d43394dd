import type { stepUpRoutes } from '../../contract/http/step-up.ts';
import { problems } from '../../contract/problems.ts';
import { isRepeat } from '../core/assurance/step-up.ts';
import { whyNotOpen } from '../core/challenge/changes.ts';
import { insufficient, satisfies } from '../core/challenge/wanted.ts';
import { isOwnSession, type SessionOfEpoch } from '../core/conversation/guards.ts';
import type { Head, HeadChallenge } from '../core/conversation/head.ts';
import { done, type Refusal, type Result, refuse } from '../core/result.ts';
import { s256, sameSecret } from '../core/secrets.ts';
import { packMethod } from '../core/settings/authentication.ts';
import { networkOf } from '../edge/address.ts';
import { requireSession } from '../edge/consumer-session.ts';
import type { HttpHandler, HttpRequest } from '../edge/http.ts';
import type { Dependencies } from './dependencies.ts';
import type { CheckedLogin } from './flow.ts';
import { prepare } from './flows.ts';
import { finish, stepUpWith, tellFailure } from './step-up.ts';

type Route = typeof stepUpRoutes.redeem;

/**
 * Redeems a login, whatever its method. Session, head and what the method needs are read together, and every guard is
 * passed before anything is used up.
 */
export const redeem =
  (deps: Dependencies): HttpHandler<Route> =>
  async (request) => {
    const { brand, conversation, challenge } = request.params;
    const { verifier, nextTokenHash } = request.body;
    const [found, head, judge] = await Promise.all([
      requireSession(deps, request),
      deps.conversations.head(brand, conversation),
      prepare(deps, request),
    ]);
    if (!found.ok) return found;
    const { session, hash } = found.value;
    if (session.conversation !== conversation || !head) return refuse('not_found');
    const attempt = { challenge, verifier: s256(verifier), next: nextTokenHash };
    if (session.epoch === head.epoch - 1 && isRepeat(head, attempt, deps.now())) {
      return finish(deps, head);
    }
    const refusal = whyNotRedeemable(head, { hash, epoch: session.epoch }, request, deps.now());
    if (refusal) return { ok: false, refusal };
    const network = networkOf(request.address);
    const judged = enough(await judge(head), head.challenge, deps.now());
    if (judged.ok) return stepUpWith(deps, { session, head, attempt, network, ...judged.value });
    // What passes by itself ends no try: the same request may be made again.
    return 'retryable' in problems[judged.refusal.code]
      ? judged
      : tellFailure(deps, head, judged.refusal, network);
  };

/** What must hold before a login is so much as looked at. */
function whyNotRedeemable(
  head: Head,
  session: SessionOfEpoch,
  { params, body }: HttpRequest<Route>,
  now: number,
): Refusal | undefined {
  if (!isOwnSession(head, session))
    return refuse(head.redeemed?.challenge === params.challenge ? 'already_stepped_up' : 'unauthorized')
      .refusal;
  const notOpen = whyNotOpen(head, params.challenge, now);
  if (notOpen) return notOpen;
  const { verifier, startUntil = 0 } = head.challenge ?? {};
  // A start that was superseded, or made in another browser, looks like one that never was.
  if (!verifier || !sameSecret(verifier, s256(body.verifier))) return refuse('challenge_not_open').refusal;
  return startUntil <= now ? refuse('challenge_expired').refusal : undefined;
}

/** A good login must also be of an accepted method, and as strong and fresh as was asked for. */
function enough(
  judged: Result<CheckedLogin>,
  challenge: HeadChallenge | undefined,
  now: number,
): Result<CheckedLogin> {
  if (!judged.ok || !challenge) return judged;
  const { method, login } = judged.value;
  const accepted = challenge.methods.some((one) => one.split(':')[0] === packMethod({ method }));
  if (!accepted) return refuse('method_not_accepted');
  return satisfies(login, challenge, now) ? done(judged.value) : insufficient(challenge);
}
