import type { historyRoutes } from '../../contract/http/history.ts';
import { isLoggedIn, type LoggedIn, resume, whyNotResumed } from '../core/assurance/resume.ts';
import type { Item } from '../core/change.ts';
import { isOwnSession } from '../core/conversation/guards.ts';
import { asHead, type Head } from '../core/conversation/head.ts';
import { conversationView, itemView } from '../core/conversation/views.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { networkOf } from '../edge/address.ts';
import { requireSession } from '../edge/consumer-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { pageOf, startOf } from '../edge/pages.ts';
import { closeDropped } from '../flows/close-dropped.ts';
import { closeHoles, rangeOf } from '../flows/page.ts';
import { record } from '../flows/record.ts';
import { type ConsumerSession, sessionLife } from '../store/consumer-sessions.ts';
import { listPersonConversations } from '../store/person.ts';
import type { Dependencies } from './dependencies.ts';

type Presented = Parameters<typeof requireSession>[1] & {
  readonly params: { readonly conversation: string; readonly other?: string };
};

interface Here {
  readonly session: ConsumerSession;
  readonly here: Item & LoggedIn;
  readonly other: (Item & Head) | undefined;
}

/** The conversation that the caller is logged in to, and the other one that is asked for; all read together. */
async function fromHere(deps: Dependencies, request: Presented): Promise<Result<Here>> {
  const { brand, conversation, other } = request.params;
  const [found, head, there] = await Promise.all([
    requireSession(deps, request),
    deps.conversations.head(brand, conversation),
    other === undefined ? undefined : deps.conversations.head(brand, other),
  ]);
  if (!found.ok) return found;
  const { session, hash } = found.value;
  if (session.conversation !== conversation || !head) return refuse('not_found');
  if (!isOwnSession(head, { hash, epoch: session.epoch })) return refuse('unauthorized');
  if (!isLoggedIn(head, deps.now())) return refuse('not_authenticated');
  return done({ session, here: head, other: there });
}

export const listHistory =
  (deps: Dependencies): HttpHandler<typeof historyRoutes.listHistory> =>
  async (request) => {
    const start = startOf(request.query);
    if (!start.ok) return start;
    const found = await fromHere(deps, request);
    if (!found.ok) return found;
    const { brand, identity } = found.value.here;
    const { items, next } = await listPersonConversations(deps.db, brand, identity, start.value);
    const listed = items.map(({ id, engagement, at }) => ({ id, engagement, at }));
    return done({ body: pageOf(listed, next) });
  };

export const readHistory =
  (deps: Dependencies): HttpHandler<typeof historyRoutes.readHistory> =>
  async (request) => {
    const { brand, other: id } = request.params;
    const range = rangeOf(request.query);
    const { from, to, limit, last } = range;
    const [found, items] = await Promise.all([
      fromHere(deps, request),
      deps.conversations.page(brand, id, from, to, limit, last),
    ]);
    if (!found.ok) return found;
    const { here, other } = found.value;
    if (other?.identity !== here.identity) return refuse('not_found');
    const whole = await closeHoles(deps, other, items, range);
    return done({
      body: { items: whole.map((one) => itemView(one, 'consumer', false)), lastSeq: other.lastSeq },
    });
  };

/**
 * The new session is put first, inert until the head agrees; then one write of the head decides. A login that is revoked, and
 * has only not been ended yet, goes on nowhere.
 */
export const resumeConversation =
  (deps: Dependencies): HttpHandler<typeof historyRoutes.resumeConversation> =>
  async (request) => {
    const found = await fromHere(deps, request);
    if (!found.ok) return found;
    const { session, here, other } = found.value;
    if (!other) return refuse('not_found');
    const { brand, id: conversation } = other;
    const now = deps.now();
    const { nextTokenHash: next } = request.body;
    const refusal = whyNotResumed({ here, other, now });
    if (refusal) return { ok: false, refusal };
    const login = Math.min(here.until, session.until);
    const network = networkOf(request.address);
    const {
      change,
      epoch,
      until = now + sessionLife,
    } = resume({ here, other, next, until: login, network, now });
    const mine = { ...session, conversation, epoch, channel: other.channel, until };
    // After the heads: a login that is newer than the mark has an epoch that they do not show.
    const [put, mark] = await Promise.all([
      deps.sessions.put(next, mine),
      deps.revocations.markOf(brand, here.identity),
    ]);
    if (!put) return refuse('conflict', { detail: 'nextTokenHash is that of another session.' });
    if (mark && (here.redeemed?.at ?? 0) <= mark.at) return refuse('not_authenticated');
    const outcome = await record(deps, brand, conversation, change);
    if (!outcome.ok) return outcome;
    await closeDropped(deps.sockets, other, outcome.item);
    const { assurance, name } = conversationView(asHead(outcome.item), 'consumer', now);
    return done({ body: { conversation, assurance, ...(name === undefined ? {} : { name }) } });
  };
