import type { archiveRoutes } from '../../contract/http/archive.ts';
import type { Subject } from '../core/log/chain.ts';
import type { LogLine } from '../core/log/verify.ts';
import { done, refuse } from '../core/result.ts';
import { requireAdmin } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { asFile, nextPart } from '../edge/parts.ts';
import { recordAudit } from '../store/audit.ts';
import { readChain } from '../store/chain.ts';
import { readCheckpoints } from '../store/checkpoints.ts';
import type { Db } from '../store/db.ts';
import { entriesOf } from '../store/log-pages.ts';
import type { Dependencies } from './dependencies.ts';
import { subjectMeant } from './log.ts';

const pageSize = 100;
/** An answer ends after so many lines: far below Lambda's limit, whatever they say. */
const enough = 500;

interface Part {
  readonly lines: LogLine[];
  readonly next?: string;
}

/**
 * Exports the log as lines that `npm run verify-log` takes: all of a brand, or one chain, with the checkpoints that were signed
 * since it began. Of one chain the checkpoints come first: an entry that one of them signs is there by the time that the
 * chain itself is read, however quickly it grows.
 */
export const exportLog =
  (deps: Dependencies): HttpHandler<typeof archiveRoutes.exportLog> =>
  async (request) => {
    const { db, now } = deps;
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const { brand, agent, network } = admin.value;
    const { after, ...meant } = request.query;
    const subject = subjectMeant(meant);
    const start = after ?? (subject ? await firstCheckpoint(db, brand, subject) : 'c0');
    const [, kind, digits] = /^([ec])(\d{1,12})$/.exec(start) ?? [];
    if (kind === undefined || (kind === 'e' && !subject))
      return refuse('invalid_request', {
        errors: [{ path: 'after', message: 'is not from an earlier answer' }],
      });
    const place = Number(digits);
    const { lines, next } =
      subject && kind === 'e'
        ? await ofChain(db, brand, subject, place)
        : await ofCheckpoints(db, brand, place, subject);
    const on = subject ? `${subject.kind}/${subject.id}` : 'log';
    await recordAudit(db, {
      brand,
      account: agent,
      by: agent,
      event: 'export_log',
      on,
      ok: true,
      network,
      at: now(),
    });
    const content = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const more = next === undefined ? undefined : { ...meant, after: next };
    return done({
      text: { type: 'application/x-ndjson', content },
      headers: { ...asFile(`${brand}-log.jsonl`), ...nextPart(more) },
    });
  };

/** Where the checkpoints begin that may name an entry of a chain; a chain without entries has none. */
async function firstCheckpoint(db: Db, brand: string, subject: Subject): Promise<string> {
  const { entries } = await readChain(db, brand, subject, { limit: 1 });
  const [first] = entries;
  return first ? `c${first.checkpoint - 1}` : 'e0';
}

async function ofChain(db: Db, brand: string, subject: Subject, after: number): Promise<Part> {
  const { entries, next } = await readChain(db, brand, subject, { after, limit: enough });
  const lines = entries.map((entry): LogLine => ({ type: 'entry', ...entry }));
  return next === undefined ? { lines } : { lines, next: `e${next}` };
}

/**
 * Checkpoints in order. Where the whole log is asked for, each after the entries that it is the first to name; of one chain,
 * the entries follow after the last.
 */
async function ofCheckpoints(
  db: Db,
  brand: string,
  after: number,
  subject: Subject | undefined,
): Promise<Part> {
  const lines: LogLine[] = [];
  for (let place = after; ; ) {
    const { checkpoints, next } = await readCheckpoints(db, brand, { after: place, limit: pageSize });
    for (const checkpoint of checkpoints) {
      const entries = subject ? [] : await entriesOf(db, brand, checkpoint.heads);
      lines.push(...entries.map((entry): LogLine => ({ type: 'entry', ...entry })));
      lines.push({ type: 'checkpoint', ...checkpoint });
      if (lines.length >= enough) return { lines, next: `c${checkpoint.m}` };
      place = checkpoint.m;
    }
    if (next === undefined) return subject ? { lines, next: 'e0' } : { lines };
  }
}
