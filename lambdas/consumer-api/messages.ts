import type { consumerRoutes } from '../../contract/http/consumer.ts';
import { isOwnSession } from '../core/conversation/guards.ts';
import { asHead, isIdle } from '../core/conversation/head.ts';
import { itemView } from '../core/conversation/views.ts';
import { done, refuse } from '../core/result.ts';
import { requireSession } from '../edge/consumer-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { closeHoles, rangeOf } from '../flows/page.ts';
import { stepDownIfOver } from '../flows/step-down.ts';
import type { Dependencies } from './dependencies.ts';

/** A page for the consumer: session, head and items are read together, and nothing is shown before all agree. */
export const readMessages =
  (deps: Dependencies): HttpHandler<typeof consumerRoutes.readMessages> =>
  async (request) => {
    const { brand, conversation } = request.params;
    const { conversations, now } = deps;
    const range = rangeOf(request.query);
    const [found, seen, items] = await Promise.all([
      requireSession(deps, request),
      conversations.head(brand, conversation),
      conversations.page(brand, conversation, range.from, range.to, range.limit, range.last),
    ]);
    if (!found.ok) return found;
    const { session, hash } = found.value;
    if (session.conversation !== conversation || !seen) return refuse('not_found');
    if (!isOwnSession(seen, { hash, epoch: session.epoch })) return refuse('unauthorized');
    if (isIdle(seen, now())) return refuse('session_ended');
    const item = await stepDownIfOver(deps, seen);
    const head = asHead(item);
    const whole = await closeHoles(deps, item, items, range);
    // After a step-down this browser reads only what follows.
    const readable = whole.filter(({ seq }) => seq >= (head.readFrom ?? 1));
    return done({
      body: { items: readable.map((one) => itemView(one, 'consumer', false)), lastSeq: head.lastSeq },
    });
  };
