import type * as z from 'zod/mini';
import type { managementRoutes } from '../../contract/http/management.ts';
import { done, type Result, refuse } from '../core/result.ts';
import type { IssuerRecord } from '../core/settings/issuer.ts';
import { type CheckedToken, checkToken } from '../core/tokens/check-token.ts';
import { readToken } from '../core/tokens/read.ts';
import { reportOf } from '../core/tokens/report.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { fetchJson } from '../edge/json-fetch.ts';
import { Jwks } from '../edge/jwks.ts';
import { issuerNamed, tokenSources } from '../flows/token.ts';
import { listSettings, readAuthentication, readEngagement, readIssuerById } from '../store/settings.ts';
import { keys } from '../store/table.ts';
import { readReports, setTrial } from '../store/trials.ts';
import { recordChange } from './admin.ts';
import type { Dependencies } from './dependencies.ts';

type Answer = z.infer<typeof managementRoutes.inspectToken.answer>;

/** Checks a token as redeeming would, and shows everything. It uses nothing up, and nothing of it is stored or logged. */
export function inspectToken(deps: Dependencies): HttpHandler<typeof managementRoutes.inspectToken> {
  const { db, seals, loopback, now } = deps;
  const jwks = new Jwks(fetchJson(loopback), now);
  return async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const { token, issuer: chosen, nonce } = request.body;
    const read = readToken(token);
    const issuer = await issuerFor(db, brand, issuerNamed(read), chosen);
    if (!issuer.ok) return issuer;
    const against = { issuer: issuer.value, nonce, now: now() };
    const checked = await checkToken(read, against, tokenSources({ seals, jwks }, brand));
    return done({ body: { ...reportOf(checked, issuer.value), ...whoOf(checked) } });
  };
}

/** The issuer that the token names, or else the one that the admin means. */
async function issuerFor(
  db: Dependencies['db'],
  brand: string,
  named: string | undefined,
  chosen: string | undefined,
): Promise<Result<IssuerRecord | undefined>> {
  const found = named === undefined ? undefined : await readIssuerById(db, brand, named);
  if (found) return done(found);
  if (chosen !== undefined) {
    const record = await readIssuerById(db, brand, chosen);
    return record ? done(record) : refuse('not_found');
  }
  const { records } = await listSettings<IssuerRecord>(db, keys.issuer(brand, ''), undefined, 2);
  return done(records.length === 1 ? records[0] : undefined);
}

function whoOf({ value }: CheckedToken): Pick<Answer, 'login' | 'privateData'> {
  if (!value) return {};
  if ('privateData' in value) return { privateData: Object.keys(value.privateData) };
  const { issuer: _, namespace: _n, amr, ...login } = value.login;
  return { login: { ...login, ...(amr === undefined ? {} : { amr: [...amr] }) } };
}

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
