import type * as z from 'zod/mini';
import type { managementRoutes } from '../../contract/http/management.ts';
import type { TokenReport } from '../../contract/token-report.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { methodsOf } from '../core/settings/authentication.ts';
import type { IssuerRecord } from '../core/settings/issuer.ts';
import { type CheckedToken, checkToken } from '../core/tokens/check-token.ts';
import { readToken } from '../core/tokens/read.ts';
import { reportOf } from '../core/tokens/report.ts';
import { requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { fetchJson } from '../edge/json-fetch.ts';
import { Jwks } from '../edge/jwks.ts';
import { issuerNamed, tokenSources } from '../flows/token.ts';
import { listSettings, readAuthentication, readEngagement, readIssuerById } from '../store/settings.ts';
import { keys } from '../store/table.ts';
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
    const { token, issuer: chosen, engagement, nonce } = request.body;
    const read = readToken(token);
    const [issuer, methods] = await Promise.all([
      issuerFor(db, brand, issuerNamed(read), chosen),
      engagement === undefined ? done(undefined) : methodsAt(db, brand, engagement),
    ]);
    if (!issuer.ok) return issuer;
    if (!methods.ok) return methods;
    const against = { issuer: issuer.value, nonce, now: now() };
    const checked = await checkToken(read, against, tokenSources({ seals, jwks }, brand));
    const report = reportOf(checked, issuer.value);
    const method = methods.value && methodCheck(methods.value, checked);
    const all = method
      ? { ...report, accepted: report.accepted && method.holds, checks: [...report.checks, method] }
      : report;
    return done({ body: { ...all, ...whoOf(checked) } });
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

/** The ways to log in at an engagement. */
async function methodsAt(
  db: Dependencies['db'],
  brand: string,
  engagement: string,
): Promise<Result<readonly string[]>> {
  const [place, settings] = await Promise.all([
    readEngagement(db, brand, engagement),
    readAuthentication(db, brand),
  ]);
  return place ? done(methodsOf(place, settings).map(({ method }) => method)) : refuse('not_found');
}

function methodCheck(methods: readonly string[], { value }: CheckedToken): TokenReport['checks'][number] {
  const needed = value && 'privateData' in value ? 'private_data' : 'token';
  const holds = methods.includes(needed);
  return {
    name: 'method',
    holds,
    expected: `an engagement where one can log in by ${needed}`,
    came: methods.length === 0 ? 'one where nobody can log in' : `one for ${methods.join(', ')}`,
    ...(holds ? {} : { change: `Add ${needed} to the methods of the engagement or the brand.` }),
  };
}

function whoOf({ value }: CheckedToken): Pick<Answer, 'login' | 'privateData'> {
  if (!value) return {};
  if ('privateData' in value) return { privateData: Object.keys(value.privateData) };
  const { issuer: _, namespace: _n, amr, ...login } = value.login;
  return { login: { ...login, ...(amr === undefined ? {} : { amr: [...amr] }) } };
}
