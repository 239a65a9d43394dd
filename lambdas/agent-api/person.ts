import type { personRoutes } from '../../contract/http/person.ts';
import { isLoggedIn } from '../core/assurance/resume.ts';
import { maySee } from '../core/conversation/sight.ts';
import { done, refuse } from '../core/result.ts';
import { brandOfAgent, readAgent, readAgentOfPage } from '../edge/bot-key.ts';
import type { HttpHandlers } from '../edge/http.ts';
import { pageOf, startOf } from '../edge/pages.ts';
import { acknowledge, listAcknowledgements } from '../store/acknowledgements.ts';
import { listPersonConversations } from '../store/person.ts';
import type { Dependencies } from './routes.ts';

/** What agents learn of a person who has logged in, and what they say that they have noted. */
export function personHandlers(deps: Dependencies): HttpHandlers<typeof personRoutes> {
  const { db, conversations, publicOrigin, now } = deps;

  return {
    async listEarlier(request) {
      const { conversation } = request.params;
      const start = startOf(request.query);
      if (!start.ok) return start;
      const brand = brandOfAgent(request);
      const [session, head] = await Promise.all([
        readAgent(db, request, now()),
        brand ? conversations.head(brand, conversation) : undefined,
      ]);
      if (!session.ok) return session;
      if (!head || !maySee(session.value, head)) return refuse('not_found');
      // When the person is no longer known to be there, neither is what came before.
      if (!isLoggedIn(head, now())) return done({ body: { items: [] } });
      const { items, next } = await listPersonConversations(db, head.brand, head.identity, start.value);
      const seen = items
        .filter(({ id, skill }) => id !== conversation && maySee(session.value, { state: 'closed', skill }))
        .map(({ id, engagement, at }) => ({ id, engagement, at }));
      return done({ body: pageOf(seen, next) });
    },

    async acknowledgeStepUp(request) {
      const session = await readAgentOfPage(db, request, publicOrigin, now());
      if (!session.ok) return session;
      const { conversation } = request.params;
      const { brand, agent } = session.value;
      const head = await conversations.head(brand, conversation);
      if (!head || !maySee(session.value, head)) return refuse('not_found');
      await acknowledge(db, brand, agent, { conversation, epoch: request.body.epoch, at: now() });
      return done({});
    },

    async listAcknowledgements(request) {
      const session = await readAgent(db, request, now());
      if (!session.ok) return session;
      const start = startOf(request.query);
      if (!start.ok) return start;
      const { brand, agent } = session.value;
      const { items, next } = await listAcknowledgements(db, brand, agent, start.value);
      return done({ body: pageOf(items, next) });
    },
  };
}
