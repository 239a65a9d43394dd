import type { archiveRoutes } from '../../contract/http/archive.ts';
import { conversationView, itemView } from '../core/conversation/views.ts';
import { done, refuse } from '../core/result.ts';
import { isPast } from '../core/retention/end.ts';
import { csvOf } from '../core/transcript/csv.ts';
import { htmlOf, transcriptPolicy } from '../core/transcript/html.ts';
import { requireAdmin } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { asFile, nextPart } from '../edge/parts.ts';
import { readPart } from '../flows/transcript.ts';
import { recordAudit } from '../store/audit.ts';
import { readRetention } from '../store/retention.ts';
import type { Dependencies } from './dependencies.ts';

/** Exports a conversation whole, part by part; who did so is in the log. */
export const exportTranscript =
  (deps: Dependencies): HttpHandler<typeof archiveRoutes.exportTranscript> =>
  async (request) => {
    const { db, conversations, now } = deps;
    const { conversation } = request.params;
    const { format = 'json', after: given = '0' } = request.query;
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const { brand, agent, network } = admin.value;
    const [head, keeping] = await Promise.all([
      conversations.head(brand, conversation),
      readRetention(db, brand),
    ]);
    // Nobody sees a conversation that waits for its consumer's login.
    if (!head || head.state === 'held' || isPast(head, keeping, now())) return refuse('not_found');
    const { items, after } = await readPart(
      conversations,
      brand,
      conversation,
      Number(given) + 1,
      head.lastSeq,
    );
    const at = now();
    const event = 'export_transcript';
    await recordAudit(db, {
      brand,
      account: agent,
      by: agent,
      event,
      ok: true,
      on: conversation,
      network,
      at,
    });
    const seen = items.map((item) => itemView(item, 'agent', true));
    const next = after === undefined ? undefined : String(after);
    const headers = {
      ...asFile(`${conversation}.${format}`),
      ...nextPart(next === undefined ? next : { format, after: next }),
    };
    switch (format) {
      case 'csv':
        return done({
          text: { type: 'text/csv; charset=utf-8', content: csvOf(seen, given === '0') },
          headers,
        });
      case 'html': {
        const content = htmlOf(seen, { title: `Conversation ${conversation}`, exportedAt: at, next });
        return done({
          text: { type: 'text/html; charset=utf-8', content },
          headers: { ...headers, 'content-security-policy': transcriptPolicy },
        });
      }
      case 'json': {
        const more = after === undefined ? {} : { after };
        const body = {
          conversation: conversationView(head, 'agent', at),
          exportedAt: at,
          items: seen,
          ...more,
        };
        return done({ body, headers });
      }
    }
  };
