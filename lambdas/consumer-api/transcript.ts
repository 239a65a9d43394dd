import type { consumerRoutes } from '../../contract/http/consumer.ts';
import { itemView } from '../core/conversation/views.ts';
import { done } from '../core/result.ts';
import { htmlOf, transcriptPolicy } from '../core/transcript/html.ts';
import { textOf } from '../core/transcript/text.ts';
import { requireSession } from '../edge/consumer-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { asFile, nextPart } from '../edge/parts.ts';
import { readPart } from '../flows/transcript.ts';
import type { Dependencies } from './dependencies.ts';
import { readable } from './readable.ts';

/** What this session may read of its conversation, to take along: part by part, as text or as a page that stands alone. */
export const takeTranscript =
  (deps: Dependencies): HttpHandler<typeof consumerRoutes.takeTranscript> =>
  async (request) => {
    const { brand, conversation } = request.params;
    const { format = 'text', after: given = '0' } = request.query;
    const { conversations, now } = deps;
    const [found, seen] = await Promise.all([
      requireSession(deps, request),
      conversations.head(brand, conversation),
    ]);
    if (!found.ok) return found;
    const own = await readable(deps, found.value, conversation, seen);
    if (!own.ok) return own;
    const { lastSeq, readFrom = 1 } = own.value;
    // After a step-down this browser reads only what follows.
    const from = Math.max(Number(given) + 1, readFrom);
    const { items, after } = await readPart(conversations, brand, conversation, from, lastSeq);
    const read = items.map((item) => itemView(item, 'consumer', false));
    const next = after === undefined ? undefined : String(after);
    const heading = { title: `Conversation ${conversation}`, exportedAt: now(), next };
    const headers = {
      ...asFile(`${conversation}.${format === 'html' ? 'html' : 'txt'}`),
      ...nextPart(next === undefined ? next : { format, after: next }),
    };
    return format === 'html'
      ? done({
          text: { type: 'text/html; charset=utf-8', content: htmlOf(read, heading) },
          headers: { ...headers, 'content-security-policy': transcriptPolicy },
        })
      : done({ text: { type: 'text/plain; charset=utf-8', content: textOf(read, heading) }, headers });
  };
