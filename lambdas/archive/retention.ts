import type { archiveRoutes } from '../../contract/http/archive.ts';
import { done } from '../core/result.ts';
import type { Keeping } from '../core/retention/end.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { etag, versionMeant } from '../edge/versions.ts';
import { recordAudit } from '../store/audit.ts';
import { readRetention as read, writeRetention } from '../store/retention.ts';
import type { Dependencies } from './dependencies.ts';

const view = ({ retentionDays, logRetentionDays }: Keeping) => ({ retentionDays, logRetentionDays });

export const readRetention =
  (deps: Dependencies): HttpHandler<typeof archiveRoutes.readRetention> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const record = await read(deps.db, admin.value.brand);
    return done({ body: view(record), headers: etag(record.version) });
  };

/** Sets for how long conversations and the log are kept. It holds at once for what is read, and within hours in the table. */
export const changeRetention =
  (deps: Dependencies): HttpHandler<typeof archiveRoutes.changeRetention> =>
  async (request) => {
    const { db, now } = deps;
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand, agent, network } = admin.value;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const before = await read(db, brand);
    const changed = await writeRetention(db, brand, request.body, version.value);
    if (!changed.ok) return changed;
    await recordAudit(db, {
      ...{ brand, account: agent, by: agent, event: 'change_retention', ok: true, network, at: now() },
      before: told(before),
      after: told(changed.value),
    });
    return done({ body: view(changed.value), headers: etag(changed.value.version) });
  };

const told = ({ retentionDays, logRetentionDays }: Keeping) => ({
  retentionDays: retentionDays ?? 'all',
  logRetentionDays: logRetentionDays ?? 'all',
});
