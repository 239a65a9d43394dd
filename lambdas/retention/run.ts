import { log } from '../edge/log.ts';
import { goOnErasing } from '../flows/erase.ts';
import { unfinishedErasures } from '../store/erasures.ts';
import { readProgress, readRetention, retainingBrands, writeProgress } from '../store/retention.ts';
import { type Dependencies, deletePast } from './conversations.ts';
import { forgetOldEntries } from './log.ts';

/** How long a run works; what is left comes next time. Below the function's own limit; milliseconds. */
const patience = 45_000;
const most = 100;

/**
 * What comes round every hour: finishes erasures that were ordered, then deletes what brands do not keep any more. The time is
 * shared out, so that no brand waits for another one's backlog for ever.
 */
export async function run(deps: Dependencies): Promise<void> {
  const { db, now } = deps;
  const end = now() + patience;
  for (const { brand, id } of await unfinishedErasures(db, most)) {
    if (now() > end - patience / 2) break;
    const erasure = await goOnErasing(deps, brand, id, end - patience / 2);
    log.info('erasure_continued', { brand, erasure: id, done: erasure?.finishedAt !== undefined });
  }
  for (let after: string | undefined; ; ) {
    const brands = await retainingBrands(db, most, after);
    for (const [at, brand] of brands.entries())
      await ofBrand(deps, brand, now() + (end - now()) / (brands.length - at));
    after = brands.at(-1);
    if (brands.length < most || now() > end) return;
  }
}

async function ofBrand(deps: Dependencies, brand: string, deadline: number): Promise<void> {
  const [keeping, progress] = await Promise.all([
    readRetention(deps.db, brand),
    readProgress(deps.db, brand),
  ]);
  const { deleted, after } = await deletePast(deps, brand, keeping, progress.after, deadline);
  const { logRetentionDays } = keeping;
  const { forgotten, checkpoint } = await forgetOldEntries(
    deps,
    brand,
    logRetentionDays,
    progress.checkpoint,
    deadline,
  );
  await writeProgress(deps.db, brand, { checkpoint, ...(after === undefined ? {} : { after }) });
  log.info('retention', { brand, deleted, forgotten, through: after === undefined });
}
