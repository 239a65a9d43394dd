import { ulid } from 'ulid';
import type { TokenReport } from '../../contract/token-report.ts';
import { absent, exists, type Item, to } from '../core/change.ts';
import { refuse } from '../core/result.ts';
import { defaultAuthentication, type Trial } from '../core/settings/authentication.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

interface RecordedReport extends TokenReport {
  readonly at: number;
}

/** Reports go a day after they were made. */
const kept = 24 * 60 * 60;

/**
 * Sets the trial of a brand, of which there is one at a time. It stands beside the settings that every login request is made from, so that
 * recording costs no read.
 */
export async function setTrial(db: Db, brand: string, trial: Trial): Promise<void> {
  const key = keys.authentication(brand);
  const there = { that: exists('pk'), otherwise: refuse('not_found').refusal };
  const outcome = await db.change(key, { guards: [there], set: { trial: to({ ...trial }) } });
  if (outcome.ok) return;
  // Nobody has changed a setting yet: these are the ones that hold.
  const first = { ...defaultAuthentication, ...key, trial } as unknown as Item;
  if (!(await db.put(first, absent('pk')))) await setTrial(db, brand, trial);
}

/** Keeps the report of one login for the admin who runs the trial. */
export async function recordReport(
  db: Db,
  brand: string,
  engagement: string,
  report: TokenReport,
  at: number,
): Promise<void> {
  const item = JSON.parse(JSON.stringify({ ...report, at })) as Item;
  await db.put({ ...item, ...keys.trial(brand, engagement, ulid(at)), ttl: Math.ceil(at / 1000) + kept });
}

/** The newest reports of an engagement, those of a day at most. */
export async function readReports(
  db: Db,
  brand: string,
  engagement: string,
  now: number,
): Promise<RecordedReport[]> {
  const { pk } = keys.trial(brand, engagement, '');
  const { items } = await db.query({ pk, limit: 20, newestFirst: true });
  return (items as unknown as (RecordedReport & Item)[])
    .filter(({ at }) => at > now - kept * 1000)
    .map(({ pk: _, sk: _s, ttl: _t, ...report }) => report);
}
