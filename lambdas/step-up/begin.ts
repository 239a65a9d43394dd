import type * as z from 'zod/mini';
import type { stepUpRoutes } from '../../contract/http/step-up.ts';
import type { LoginMethodName } from '../../contract/login.ts';
import { begin, whyNotOpen } from '../core/challenge/changes.ts';
import type { SessionOfEpoch } from '../core/conversation/guards.ts';
import { asHead, type Head, type HeadChallenge } from '../core/conversation/head.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { newSecret } from '../core/secrets.ts';
import { unpackMethod } from '../core/settings/authentication.ts';
import type { ConsumerSession } from '../store/consumer-sessions.ts';
import type { Dependencies } from './dependencies.ts';
import { begins } from './flows.ts';

type Started = z.infer<typeof stepUpRoutes.startChallenge.answer>;

export interface BeginRequest {
  readonly session: ConsumerSession;
  readonly own: SessionOfEpoch;
  readonly head: Head;
  /** The login request that is meant. */
  readonly id: string;
  readonly body: z.infer<typeof stepUpRoutes.startChallenge.body>;
}

/** Whether a request may be answered in a way. A token may also carry private data: which it does shows when it comes. */
function accepts({ methods }: HeadChallenge, method: LoginMethodName, provider: string | undefined): boolean {
  return methods.map(unpackMethod).some((one) => {
    if (method === 'token' && one.method === 'private_data') return true;
    return one.method === method && one.provider === provider;
  });
}

/** The browser begins to answer a login request in the way that it has chosen; both sides hear that it has. */
export async function beginWith(
  deps: Dependencies,
  { session, own, head, id, body }: BeginRequest,
): Promise<Result<Started>> {
  const { conversations, push, now } = deps;
  const refusal = whyNotOpen(head, id, now());
  if (refusal) return { ok: false, refusal };
  const { challenge } = head;
  if (!challenge) return refuse('challenge_not_open');
  const { brand, conversation, settings } = session;
  const { method, provider, returnTo, verifierHash: verifier } = body;
  if (!accepts(challenge, method, provider)) return refuse('method_not_accepted');
  // 132 bits: as long as it must be, since it stands in the head.
  const nonce = newSecret().slice(0, 22);
  const change = begin({ idle: settings.idle, challenge, session: own, verifier, nonce, now: now() });
  const outcome = await conversations.change(brand, conversation, change);
  if (!outcome.ok) return outcome;
  if (!outcome.repeated) await push.challenge(outcome.item);
  const begun = asHead(outcome.item).challenge ?? challenge;
  const { nonce: given = nonce, startUntil: expiresAt = now() } = begun;
  const elsewhere = await begins[method]?.(deps, {
    brand,
    conversation,
    challenge: begun,
    verifier,
    provider,
    returnTo,
    until: expiresAt,
  });
  if (elsewhere && !elsewhere.ok) return elsewhere;
  return done({ nonce: given, expiresAt, ...elsewhere?.value });
}
