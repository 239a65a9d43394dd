import type { stepUpRoutes } from '../../contract/http/step-up.ts';
import { isRepeat } from '../core/assurance/step-up.ts';
import { whyNotOpen } from '../core/challenge/changes.ts';
import { isOwnSession, type SessionOfEpoch } from '../core/conversation/guards.ts';
import type { Head } from '../core/conversation/head.ts';
import { type Refusal, type Result, refuse } from '../core/result.ts';
import { s256, sameSecret } from '../core/secrets.ts';
import type { CheckedClaims } from '../core/tokens/claims.ts';
import { type ReadToken, readToken, tokenRefused } from '../core/tokens/read.ts';
import { verifyToken } from '../core/tokens/verify.ts';
import { requireSession } from '../edge/consumer-session.ts';
import type { HttpHandler, HttpRequest } from '../edge/http.ts';
import { readIssuer } from '../store/settings.ts';
import type { Dependencies } from './dependencies.ts';
import { finish, stepUpWith, tellFailure } from './step-up.ts';

type Route = typeof stepUpRoutes.redeem;
type Issuer = Awaited<ReturnType<typeof readIssuer>>;

/**
 * Redeems a token that the brand signed. Session, head and issuer are read together, and every guard is passed before
 * anything is used up.
 */
export const redeem =
  (deps: Dependencies): HttpHandler<Route> =>
  async (request) => {
    const { brand, conversation, challenge } = request.params;
    const { token, verifier, nextTokenHash } = request.body;
    const read = readToken(token);
    const iss = read.ok ? read.value.claims.iss : undefined;
    const [found, head, issuer] = await Promise.all([
      requireSession(deps, request),
      deps.conversations.head(brand, conversation),
      typeof iss === 'string' ? readIssuer(deps.db, brand, iss) : undefined,
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
    const checked = await check(read, token, issuer, head, deps.now());
    return checked.ok
      ? stepUpWith(deps, { session, head, attempt, claims: checked.value })
      : tellFailure(deps, head, checked.refusal);
  };

/** What must hold before a token is so much as looked at. */
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

async function check(
  read: Result<ReadToken>,
  token: string,
  issuer: Issuer,
  head: Head,
  now: number,
): Promise<Result<CheckedClaims>> {
  if (!read.ok) return read;
  if (!issuer) return tokenRefused('issuer_unknown', 'iss names no registered issuer.');
  const nonce = issuer.nonce ? head.challenge?.nonce : undefined;
  const { iss, aud, namespace } = issuer;
  return verifyToken(token, read.value, issuer.keys, { iss, aud, namespace, nonce, now });
}
