import type { managementRoutes } from '../../contract/http/management.ts';
import { done, refuse } from '../core/result.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { readAuthentication, readEngagement } from '../store/settings.ts';
import { readReports, setTrial } from '../store/trials.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';

export const beginTrial =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.beginTrial> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { engagement, minutes } = request.body;
    const { brand } = admin.value;
    if (!(await readEngagement(deps.db, brand, engagement))) return refuse('not_found');
    const trial = { engagement, until: deps.now() + minutes * 60_000 };
    await setTrial(deps.db, brand, trial);
    await recordChange(deps, admin.value, { event: 'begin_trial', on: engagement, after: trial });
    return done({ body: trial });
  };

export const readTrial =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.readTrial> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const { trial } = await readAuthentication(deps.db, brand);
    if (!trial) return done({ body: { reports: [] } });
    const reports = await readReports(deps.db, brand, trial.engagement, deps.now());
    return done({ body: { trial, reports } });
  };

/** Ends the trial at once; what it has recorded can still be read. */
export const endTrial =
  (deps: Dependencies): HttpHandler<typeof managementRoutes.endTrial> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const { trial } = await readAuthentication(deps.db, brand);
    if (!trial) return done({});
    await setTrial(deps.db, brand, { ...trial, until: Math.min(trial.until, deps.now()) });
    await recordChange(deps, admin.value, { event: 'end_trial', on: trial.engagement });
    return done({});
  };
