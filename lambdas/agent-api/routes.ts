import type { agentRoutes } from '../../contract/http/agent.ts';
import { conversationView, itemView } from '../core/conversation/views.ts';
import { done, refuse } from '../core/result.ts';
import { brandOfCookie, readAgentSession, readAgentSessionOfPage } from '../edge/agent-session.ts';
import type { HttpHandlers } from '../edge/http.ts';
import { isAssured } from '../edge/push.ts';
import type { Messaging } from '../flows/messaging.ts';
import { closeHoles, rangeOf } from '../flows/page.ts';
import type { Db } from '../store/db.ts';
import { listInbox } from '../store/inbox.ts';
import { type Limit, withinLimit } from '../store/limits.ts';
import type { Tickets } from '../store/tickets.ts';

export interface Dependencies extends Messaging {
  readonly db: Db;
  readonly tickets: Tickets;
  readonly publicOrigin: string;
  /** The address that sockets are opened at. */
  readonly socketUrl: string;
}

/** A session may open 120 sockets in ten minutes: several desks, on a bad network. */
const ticketsOf = (who: string): Limit => ({ kind: 'agent-ticket', who, most: 120, window: 600_000 });

const pageSize = 50;
const place = /^(waiting|open|closed)#\d{15}#[A-Za-z0-9_-]{1,64}$/;

/** What agents read and open over HTTP. Whatever a session's brand does not own does not exist. */
export function agentHandlers(deps: Dependencies): HttpHandlers<typeof agentRoutes> {
  const { db, conversations, tickets, publicOrigin, socketUrl, now } = deps;

  /** Session and head in one round trip: the cookie names the brand, and a session of another brand is not found by it. */
  async function together(cookies: readonly string[], conversation: string) {
    const brand = brandOfCookie(cookies);
    const [session, head] = await Promise.all([
      readAgentSession(db, cookies, now()),
      brand ? conversations.head(brand, conversation) : undefined,
    ]);
    return { session, head };
  }

  return {
    async openAgentTicket(request) {
      const session = await readAgentSessionOfPage(db, request, publicOrigin, now());
      if (!session.ok) return session;
      const { brand, hash } = session.value;
      const limited = await withinLimit(db, brand, ticketsOf(hash), now());
      if (!limited.ok) return limited;
      const issued = await tickets.issue({ role: 'agent', brand, session: hash }, publicOrigin, now());
      return done({ body: { ...issued, url: socketUrl } });
    },

    async listInbox({ cookies, query: { state = 'waiting', cursor } }) {
      const session = await readAgentSession(db, cookies, now());
      if (!session.ok) return session;
      const before = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
      if (before !== undefined && !(place.test(before) && before.startsWith(`${state}#`)))
        return refuse('invalid_request', {
          errors: [{ path: 'cursor', message: 'is not from an earlier answer' }],
        });
      const { lines, next } = await listInbox(db, session.value.brand, state, pageSize, before);
      const more = next === undefined ? {} : { cursor: Buffer.from(next).toString('base64url') };
      return done({ body: { lines, ...more } });
    },

    async readConversation({ cookies, params }) {
      const { session, head } = await together(cookies, params.conversation);
      if (!session.ok) return session;
      return head ? done({ body: conversationView(head, 'agent', now()) }) : refuse('not_found');
    },

    async readConversationMessages({ cookies, params: { conversation }, query }) {
      const { from, to, limit, last } = rangeOf(query);
      const brand = brandOfCookie(cookies);
      const [{ session, head }, items] = await Promise.all([
        together(cookies, conversation),
        brand ? conversations.page(brand, conversation, from, to, limit, last) : [],
      ]);
      if (!session.ok) return session;
      if (!head) return refuse('not_found');
      const assured = isAssured(head, now());
      const whole = await closeHoles(deps, head, items, { from, to, limit, last });
      return done({
        body: { items: whole.map((item) => itemView(item, 'agent', assured)), lastSeq: head.lastSeq },
      });
    },
  };
}
