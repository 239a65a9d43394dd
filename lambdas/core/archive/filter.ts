import type { ArchiveLine, SearchQuery } from '../../../contract/http/archive.ts';
import type { Item } from '../change.ts';
import { asHead } from '../conversation/head.ts';
import { inboxLineOf } from '../conversation/inbox.ts';

/** A line of the archive, from a head or from the index. */
export function archiveLineOf(item: Item): ArchiveLine {
  const { identity } = asHead(item);
  return { ...inboxLineOf(item), ...(identity === undefined ? {} : { identity }) };
}

/** The time that a search is about; milliseconds, both included. */
export const spanOf = ({ from = '0', to = '999999999999999' }: SearchQuery) => ({
  from: Number(from),
  to: Number(to),
});

/** Whether a line has all that a search asks for; whose it was to accept is not to be seen in it. */
export function fits(line: ArchiveLine, query: SearchQuery): boolean {
  const { from, to } = spanOf(query);
  const { state, identity, engagement, steppedUp } = query;
  return (
    line.changedAt >= from &&
    line.changedAt <= to &&
    (state === undefined || line.state === state) &&
    (identity === undefined || line.identity === identity) &&
    (engagement === undefined || line.engagement === engagement) &&
    (steppedUp === undefined || line.steppedUp === (steppedUp === 'true'))
  );
}
