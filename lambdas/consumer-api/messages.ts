import type { consumerRoutes } from '../../contract/http/consumer.ts';
import { itemView } from '../core/conversation/views.ts';
import { done } from '../core/result.ts';
import { requireSession } from '../edge/consumer-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { closeHoles, rangeOf } from '../flows/page.ts';
import type { Dependencies } from './dependencies.ts';
import { readable } from './readable.ts';

/** A page for the consumer: session, head and items are read together, and nothing is shown before all agree. */
export const readMessages =
  (deps: Dependencies): HttpHandler<typeof consumerRoutes.readMessages> =>
  async (request) => {
    const { brand, conversation } = request.params;
    const { conversations } = deps;
    const range = rangeOf(request.query);
    const [found, seen, items] = await Promise.all([
      requireSession(deps, request),
      conversations.head(brand, conversation),
      conversations.page(brand, conversation, range.from, range.to, range.limit, range.last),
    ]);
    if (!found.ok) return found;
    const own = await readable(deps, found.value, conversation, seen);
    if (!own.ok) return own;
    const whole = await closeHoles(deps, own.value, items, range);
    // After a step-down this browser reads only what follows.
    const { readFrom: from, lastSeq } = own.value;
    const shown = whole.filter(({ seq }) => seq >= (from ?? 1));
    const views = shown.map((one) => itemView(one, 'consumer', false));
    return done({ body: { items: views, lastSeq, ...(from === undefined ? {} : { from }) } });
  };
