import type { requestRoutes } from '../../contract/http/requests.ts';
import { kindView, type RequestKindRecord } from '../core/request/kind.ts';
import { done } from '../core/result.ts';
import { readAgent } from '../edge/bot-key.ts';
import type { HttpHandler } from '../edge/http.ts';
import { pageOf, startOf } from '../edge/pages.ts';
import { listSettings } from '../store/settings.ts';
import { keys } from '../store/table.ts';
import type { Dependencies } from './routes.ts';

/** Schemas may be long, and a page is one answer. */
const pageSize = 20;

/** What agents may ask for on a consumer's behalf, so that a desk can show a form for it. */
export const listKinds =
  ({ db, now }: Dependencies): HttpHandler<typeof requestRoutes.listKinds> =>
  async (request) => {
    const session = await readAgent(db, request, now(), 'request');
    if (!session.ok) return session;
    const start = startOf(request.query);
    if (!start.ok) return start;
    const first = keys.requestKind(session.value.brand, '');
    const { records, cursor } = await listSettings<RequestKindRecord>(db, first, start.value, pageSize);
    return done({ body: pageOf(records.map(kindView), cursor) });
  };
