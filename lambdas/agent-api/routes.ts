import type { agentRoutes } from '../../contract/http/agent.ts';
import { maySee } from '../core/conversation/sight.ts';
import { conversationView, itemView } from '../core/conversation/views.ts';
import { done, refuse } from '../core/result.ts';
import { type AgentRequest, brandOfAgent, readAgent, readAgentOfPage } from '../edge/bot-key.ts';
import type { HttpHandlers } from '../edge/http.ts';
import { isAssured } from '../edge/push.ts';
import type { Messaging } from '../flows/messaging.ts';
import { closeHoles, rangeOf } from '../flows/page.ts';
import type { Colleagues } from '../store/colleagues.ts';
import type { Db } from '../store/db.ts';
import { listInbox } from '../store/inbox.ts';
import { type Limit, withinLimit } from '../store/limits.ts';
import type { Tickets } from '../store/tickets.ts';
import { deskHandlers } from './desk.ts';
import { listOwn } from './own.ts';
import { takeTranscript } from './transcript.ts';

export interface Dependencies extends Messaging {
  readonly db: Db;
  readonly tickets: Tickets;
  readonly colleagues: Colleagues;
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

  /** Who asks, and the head, in one round trip: the request names the brand, and whoever is of another is not found by it. */
  async function together(request: AgentRequest, conversation: string) {
    const brand = brandOfAgent(request);
    const [session, head] = await Promise.all([
      readAgent(db, request, now()),
      brand ? conversations.head(brand, conversation) : undefined,
    ]);
    const seen = session.ok && head && maySee(session.value, head) ? head : undefined;
    return { session, head: seen };
  }

  return {
    ...deskHandlers(deps),
    listOwn: listOwn(deps),
    takeConversationTranscript: takeTranscript(deps),

    async openAgentTicket(request) {
      const session = await readAgentOfPage(db, request, publicOrigin, now());
      if (!session.ok) return session;
      const { brand, hash, bot } = session.value;
      const limited = await withinLimit(db, brand, ticketsOf(hash), now());
      if (!limited.ok) return limited;
      const who = bot ? { bot } : { address: request.address };
      const ticket = { role: 'agent', brand, session: hash, ...who } as const;
      const issued = await tickets.issue(ticket, bot ? undefined : publicOrigin, now());
      return done({ body: { ...issued, url: socketUrl } });
    },

    async listInbox(request) {
      const { state = 'waiting', skill, steppedUp, cursor } = request.query;
      const session = await readAgent(db, request, now());
      if (!session.ok) return session;
      const { brand, role, skills } = session.value;
      // What is for others is as good as empty.
      if (skill !== undefined && role !== 'admin' && !skills.includes(skill))
        return done({ body: { lines: [] } });
      const before = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
      if (before !== undefined && !(place.test(before) && before.startsWith(`${state}#`)))
        return refuse('invalid_request', {
          errors: [{ path: 'cursor', message: 'is not from an earlier answer' }],
        });
      const asked = skill === undefined ? [undefined, ...skills] : [skill];
      const { lines, next } = await listInbox(db, brand, state, asked, pageSize, before);
      const more = next === undefined ? {} : { cursor: Buffer.from(next).toString('base64url') };
      const shown = steppedUp ? lines.filter((line) => line.steppedUp) : lines;
      return done({ body: { lines: shown, ...more } });
    },

    async readConversation(request) {
      const { session, head } = await together(request, request.params.conversation);
      if (!session.ok) return session;
      return head ? done({ body: conversationView(head, 'agent', now()) }) : refuse('not_found');
    },

    async readConversationMessages(request) {
      const { conversation } = request.params;
      const { from, to, limit, last } = rangeOf(request.query);
      const brand = brandOfAgent(request);
      const [{ session, head }, items] = await Promise.all([
        together(request, conversation),
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
