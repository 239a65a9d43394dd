import { id } from '../../contract/fields.ts';
import type { archiveRoutes, SearchQuery } from '../../contract/http/archive.ts';
import { archiveLineOf, fits, spanOf } from '../core/archive/filter.ts';
import type { Item } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { requireAdmin } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { byChange, byListing, type Found, hasHandled, placeAfter, placeForm } from '../store/archive.ts';
import type { Dependencies } from './dependencies.ts';

const pageSize = 50;
/** How many lines of a partition a page looks at that is to leave some out; the price of a page is bounded by it. */
const lookedAt = 200;

/**
 * Searches conversations. A person's and an agent's have listings of their own; everything else is read off the inbox by time
 * and filtered. A page looks at so many lines at most, whatever it finds: its price does not grow with the brand.
 */
export const searchConversations =
  (deps: Dependencies): HttpHandler<typeof archiveRoutes.searchConversations> =>
  async (request) => {
    const { query } = request;
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const before = beforeOf(query);
    if (!before.ok) return before;
    const listed = query.identity !== undefined || query.agent !== undefined;
    const found = await find(deps, brand, query, before.value);
    const fitting = await kept(deps, brand, query, found.items);
    const shown = fitting.slice(0, pageSize);
    const last = shown.at(-1);
    const next = !listed && last && fitting.length > pageSize ? placeAfter(last) : found.next;
    const cursor = next === undefined ? {} : { cursor: Buffer.from(next).toString('base64url') };
    return done({ body: { items: shown.map(archiveLineOf), ...cursor } });
  };

function find(
  { db, conversations }: Dependencies,
  brand: string,
  query: SearchQuery,
  before: string | undefined,
): Promise<Found> {
  const { identity, agent, state, engagement, steppedUp } = query;
  if (identity !== undefined) return byListing(db, conversations, brand, { identity }, pageSize, before);
  if (agent !== undefined) return byListing(db, conversations, brand, { agent }, pageSize, before);
  const each = engagement === undefined && steppedUp === undefined ? pageSize + 1 : lookedAt;
  return byChange(db, brand, spanOf(query), each, { state, before });
}

/** What fits the search. Only with a person and an agent named it has to be looked up whether both took part. */
async function kept({ db }: Dependencies, brand: string, query: SearchQuery, items: readonly Item[]) {
  const fitting = items.filter((item) => fits(archiveLineOf(item), query));
  const { identity, agent } = query;
  if (identity === undefined || agent === undefined) return fitting;
  const took = await Promise.all(fitting.map((item) => hasHandled(db, brand, agent, archiveLineOf(item).id)));
  return fitting.filter((_, at) => took[at]);
}

/** Where the page before ended: an id in a listing, else a place in time. */
function beforeOf({ cursor, identity, agent }: SearchQuery): Result<string | undefined> {
  if (cursor === undefined) return done(undefined);
  const before = Buffer.from(cursor, 'base64url').toString();
  const good = (identity ?? agent) ? id.safeParse(before).success : placeForm.test(before);
  return good
    ? done(before)
    : refuse('invalid_request', { errors: [{ path: 'cursor', message: 'is not from an earlier answer' }] });
}
