import type { archiveRoutes, LogLine, LogQuery } from '../../contract/http/archive.ts';
import type { LogEntry, Subject } from '../core/log/chain.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { requireAdmin } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { readAllNewest, readNewest, subjectOf } from '../store/log-pages.ts';
import type { Dependencies } from './dependencies.ts';

const pageSize = 50;

/** What a query is about; nothing when it is about all of the brand. */
export function subjectMeant({
  account,
  conversation,
}: Pick<LogQuery, 'account' | 'conversation'>): Subject | undefined {
  if (account !== undefined) return { kind: 'account', id: account };
  return conversation === undefined ? undefined : { kind: 'conversation', id: conversation };
}

/** Reads the log, newest first: of one account or conversation by its chain, of everything by the brand's checkpoints. */
export const readLog =
  (deps: Dependencies): HttpHandler<typeof archiveRoutes.readLog> =>
  async (request) => {
    const { db } = deps;
    const { query } = request;
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const before = numberOf(query.cursor);
    if (!before.ok) return before;
    const { brand } = admin.value;
    const subject = subjectMeant(query);
    const { entries, next } = subject
      ? await readNewest(db, brand, subject, pageSize, before.value)
      : await readAllNewest(db, brand, pageSize, before.value);
    const items = entries.map(lineOf).filter((line) => fits(line, query));
    return done({ body: { items, ...(next === undefined ? {} : { cursor: String(next) }) } });
  };

function numberOf(cursor: string | undefined): Result<number | undefined> {
  if (cursor === undefined) return done(undefined);
  return /^\d{1,12}$/.test(cursor)
    ? done(Number(cursor))
    : refuse('invalid_request', { errors: [{ path: 'cursor', message: 'is not from an earlier answer' }] });
}

/** An entry as an admin reads it. */
function lineOf({ chain, n, at, payload }: LogEntry): LogLine {
  const { kind, id } = subjectOf(chain);
  return { [kind]: id, n, at, ...(payload === undefined ? {} : { says: payload as LogLine['says'] }) };
}

function fits({ at, says }: LogLine, { from = '0', to = '999999999999999', event, ok }: LogQuery): boolean {
  return (
    at >= Number(from) &&
    at <= Number(to) &&
    (event === undefined || says?.event === event) &&
    (ok === undefined || (says?.ok ?? true) === (ok === 'true'))
  );
}
