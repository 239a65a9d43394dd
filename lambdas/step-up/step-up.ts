import type { stepUpRoutes } from '../../contract/http/step-up.ts';
import { type Attempt, endedSessions, identityOf, isRepeat, stepUp } from '../core/assurance/step-up.ts';
import { fail } from '../core/challenge/changes.ts';
import type { Item } from '../core/change.ts';
import { ofEpoch } from '../core/conversation/guards.ts';
import { asHead, type Head } from '../core/conversation/head.ts';
import { conversationView } from '../core/conversation/views.ts';
import { waitingRequests } from '../core/request/changes.ts';
import { done, type Refusal, type Result, refuse } from '../core/result.ts';
import type { HttpAnswer } from '../edge/http.ts';
import { log } from '../edge/log.ts';
import { closeDropped } from '../flows/close-dropped.ts';
import { followRule } from '../flows/one-open.ts';
import { record } from '../flows/record.ts';
import { settleRequests } from '../flows/requests.ts';
import { inboxOf } from '../flows/start.ts';
import { type ConsumerSession, sessionLife } from '../store/consumer-sessions.ts';
import type { Dependencies } from './dependencies.ts';
import type { CheckedLogin } from './flow.ts';

type Answer = Result<HttpAnswer<typeof stepUpRoutes.redeem>>;

/** A login that is good and satisfies, and what it is to step up. */
export interface Redeeming extends CheckedLogin {
  readonly session: ConsumerSession;
  readonly head: Item & Head;
  readonly attempt: Attempt;
  /** Where the request came from, for the log. */
  readonly network: string;
}

/**
 * Steps a conversation up with a login that is good. The login is used up and the next session put, inert until the head's
 * epoch is its own; then one write of the head decides; then the entry. A kill after any step loses nothing: the same
 * request, made again, ends the same.
 */
export async function stepUpWith(
  deps: Dependencies,
  { session, head, attempt, method, login, use, network }: Redeeming,
): Promise<Answer> {
  const { brand, id: conversation } = head;
  const identity = identityOf(brand, login.namespace, login.subject);
  // Before anything is used up: this conversation is somebody else's, and that is all that is said.
  if (head.identity !== undefined && head.identity !== identity)
    return tellFailure(deps, head, refuse('other_identity').refusal, network);
  const next: ConsumerSession = { ...session, epoch: head.epoch + 1, until: deps.now() + sessionLife };
  const [used, mine] = await Promise.all([use(), deps.sessions.put(attempt.next, next)]);
  if (!used.ok) return tellFailure(deps, head, used.refusal, network);
  if (!mine) return refuse('conflict', { detail: 'nextTokenHash is that of another session.' });
  const inboxPk = inboxOf(brand, conversation, head.skill);
  const change = stepUp({ head, attempt, identity, method, login, inboxPk, network, now: deps.now() });
  const outcome = await deps.conversations.change(brand, conversation, change);
  if (!outcome.ok) return afterRace(deps, attempt, outcome.item, outcome.refusal);
  log.info('stepped_up', {
    brand,
    conversation,
    challenge: attempt.challenge,
    method,
    epoch: head.epoch + 1,
  });
  // Other devices must not go on waiting at a socket to which nothing comes. This browser opens another anyway.
  if (endedSessions(head).length > 0) await closeDropped(deps.sockets, head, outcome.item);
  return finish(deps, outcome.item);
}

/** Somebody was quicker: the same request made twice has succeeded, any other has not. */
async function afterRace(
  deps: Dependencies,
  attempt: Attempt,
  item: Item | undefined,
  refusal: Refusal,
): Promise<Answer> {
  const head = item && asHead(item);
  if (!item || head?.redeemed?.challenge !== attempt.challenge) return { ok: false, refusal };
  if (!isRepeat(head, attempt, deps.now())) return refuse('already_stepped_up');
  return finish(deps, item);
}

/** A login that came to nothing is told to both sides and stands in the timeline; the challenge may be tried again. */
export async function tellFailure(
  deps: Dependencies,
  head: Head,
  refusal: Refusal,
  network: string,
): Promise<Answer> {
  const { brand, id: conversation, challenge } = head;
  const why = refusal.reason ?? refusal.code;
  log.info('step_up_refused', { brand, conversation, challenge: challenge?.id, why });
  if (challenge) {
    // Every start has a verifier of its own, and fails once at most.
    const authority = [ofEpoch(head.epoch)];
    const change = fail(challenge, challenge.verifier ?? '', why, authority, deps.now(), network);
    await record(deps, brand, conversation, change);
  }
  return { ok: false, refusal };
}

/**
 * Finishes a step-up that the head has recorded, and answers from it. An earlier try may have ended anywhere, so everything
 * that follows is done again; sockets know an entry again.
 */
export async function finish(deps: Dependencies, item: Item): Promise<Answer> {
  const { conversations, push, now } = deps;
  const owed = await conversations.putOwed(item);
  if (owed) await push.entry(item, owed.entry);
  const { upSeq: seq = 1, redeemed } = asHead(item);
  if (redeemed && waitingRequests(item).length > 0) await settleRequests(deps, item, 'judge', redeemed.at);
  const goesOnIn = await followRule(deps, item);
  // A late repeat may find the assurance over, and then this browser is told no name any more.
  const { id: conversation, assurance, name } = conversationView(asHead(item), 'consumer', now());
  return done({
    body: {
      conversation,
      seq,
      assurance,
      ...(name === undefined ? {} : { name }),
      ...(goesOnIn === undefined ? {} : { goesOnIn }),
    },
  });
}
