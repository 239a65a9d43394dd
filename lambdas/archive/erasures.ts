import { id } from '../../contract/fields.ts';
import type { archiveRoutes, Erasure as View } from '../../contract/http/archive.ts';
import { done, refuse } from '../core/result.ts';
import { type Admin, requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { goOnErasing } from '../flows/erase.ts';
import { recordAudit } from '../store/audit.ts';
import { type Erasure, listErasures, orderErasure, readErasure } from '../store/erasures.ts';
import type { Dependencies } from './dependencies.ts';
import { remains } from './remains.ts';

/** How long one call works; the rest is done by the next one, or by the hourly run; milliseconds. */
const patience = 8000;

/** What an erasure has done, and what it leaves and why. */
const receipt = ({ id: erasure, by, requestedAt, finishedAt, erased }: Erasure): View => ({
  id: erasure,
  state: finishedAt === undefined ? 'running' : 'done',
  by,
  requestedAt,
  ...(finishedAt === undefined ? {} : { finishedAt }),
  erased,
  remains: remains.map((one) => ({ ...one })),
});

/** The log says who ordered which erasure, and not of whom. */
const record = ({ db, now }: Dependencies, { brand, agent, network }: Admin, on: string): Promise<void> =>
  recordAudit(db, { brand, account: agent, by: agent, event: 'erase', on, ok: true, network, at: now() });

export const beginErasure =
  (deps: Dependencies): HttpHandler<typeof archiveRoutes.beginErasure> =>
  async (request) => {
    const { db, conversations, now } = deps;
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand, agent } = admin.value;
    const subject = request.body;
    const deadline = now() + patience;
    if ('conversation' in subject && !(await conversations.head(brand, subject.conversation)))
      return refuse('not_found');
    const ordered = await orderErasure(db, { brand, by: agent, subject, now: now() });
    await record(deps, admin.value, ordered.id);
    const erasure = await goOnErasing(deps, brand, ordered.id, deadline);
    return done({ body: receipt(erasure ?? ordered) });
  };

export const continueErasure =
  (deps: Dependencies): HttpHandler<typeof archiveRoutes.continueErasure> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const deadline = deps.now() + patience;
    const erasure = await goOnErasing(deps, admin.value.brand, request.params.erasure, deadline);
    return erasure ? done({ body: receipt(erasure) }) : refuse('not_found');
  };

export const readOneErasure =
  (deps: Dependencies): HttpHandler<typeof archiveRoutes.readErasure> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const erasure = await readErasure(deps.db, admin.value.brand, request.params.erasure);
    return erasure ? done({ body: receipt(erasure) }) : refuse('not_found');
  };

export const listAllErasures =
  (deps: Dependencies): HttpHandler<typeof archiveRoutes.listErasures> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const { cursor } = request.query;
    if (cursor !== undefined && !id.safeParse(cursor).success)
      return refuse('invalid_request', {
        errors: [{ path: 'cursor', message: 'is not from an earlier answer' }],
      });
    const { erasures, next } = await listErasures(deps.db, admin.value.brand, cursor);
    return done({ body: { items: erasures.map(receipt), ...(next === undefined ? {} : { cursor: next }) } });
  };
