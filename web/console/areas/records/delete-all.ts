import { type Outcome, success } from '../../../client/outcome.ts';
import { type Answered, call } from '../../api.ts';

/** Deletes all records: asks until it is done. */
export async function deleteAll(): Promise<Outcome<Answered<{ deleted: number }>>> {
  let deleted = 0;
  for (;;) {
    const outcome = await call('POST /api/manage/customer-records/deletions', { body: { all: true } });
    if (!outcome.ok) return outcome;
    deleted += outcome.value.body.deleted;
    if (outcome.value.body.done) return success({ body: { deleted }, version: undefined });
  }
}
