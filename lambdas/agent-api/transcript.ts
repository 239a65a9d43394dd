import type { agentRoutes } from '../../contract/http/agent.ts';
import { maySee } from '../core/conversation/sight.ts';
import { itemView } from '../core/conversation/views.ts';
import { done, refuse } from '../core/result.ts';
import { textOf } from '../core/transcript/text.ts';
import { brandOfAgent, readAgent } from '../edge/bot-key.ts';
import type { HttpHandler } from '../edge/http.ts';
import { asFile, nextPart } from '../edge/parts.ts';
import { isAssured } from '../edge/push.ts';
import { readPart } from '../flows/transcript.ts';
import type { Dependencies } from './routes.ts';

/** What an agent may read of a conversation, to take along: part by part, as text. */
export const takeTranscript =
  (deps: Dependencies): HttpHandler<typeof agentRoutes.takeConversationTranscript> =>
  async (request) => {
    const { db, conversations, now } = deps;
    const { conversation } = request.params;
    const brand = brandOfAgent(request);
    const [session, head] = await Promise.all([
      readAgent(db, request, now()),
      brand ? conversations.head(brand, conversation) : undefined,
    ]);
    if (!session.ok) return session;
    if (!head || !maySee(session.value, head)) return refuse('not_found');
    const from = Number(request.query.after ?? 0) + 1;
    const { items, after } = await readPart(conversations, head.brand, conversation, from, head.lastSeq);
    const seen = items.map((item) => itemView(item, 'agent', isAssured(head, now())));
    const content = textOf(seen, { title: `Conversation ${conversation}`, exportedAt: now() });
    return done({
      text: { type: 'text/plain; charset=utf-8', content },
      headers: {
        ...asFile(`${conversation}.txt`),
        ...nextPart(after === undefined ? undefined : { after: String(after) }),
      },
    });
  };
