import type { agentRoutes } from '../../contract/http/agent.ts';
import { asHead } from '../core/conversation/head.ts';
import { inboxLineOf } from '../core/conversation/inbox.ts';
import { claimed } from '../core/desk/card.ts';
import { done } from '../core/result.ts';
import { readAgent } from '../edge/bot-key.ts';
import type { HttpHandler } from '../edge/http.ts';
import type { Dependencies } from './routes.ts';

const most = 100;

/** The agent's card names what was claimed; the conversations themselves say which of it is still open. */
export const listOwn =
  ({ db, colleagues, conversations, now }: Dependencies): HttpHandler<typeof agentRoutes.listOwn> =>
  async (request) => {
    const session = await readAgent(db, request, now());
    if (!session.ok) return session;
    const { brand, agent } = session.value;
    const card = await colleagues.read(brand, agent);
    const named = card ? claimed(card).slice(0, most) : [];
    const heads = await Promise.all(named.map((id) => conversations.head(brand, id)));
    const lines = heads
      .filter((head) => head !== undefined)
      .filter((head) => asHead(head).state === 'open' && asHead(head).agent?.id === agent)
      .map(inboxLineOf)
      .sort((a, b) => b.changedAt - a.changedAt);
    return done({ body: { lines } });
  };
