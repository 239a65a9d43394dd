import { id } from '../../contract/fields.ts';
import type { archiveRoutes, SearchQuery } from '../../contract/http/archive.ts';
import { archiveLineOf, fits, spanOf } from '../core/archive/filter.ts';
import type { Item } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { isPast } from '../core/retention/end.ts';
import { requireAdmin } from '../edge/admin-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { isInList, type List, placeForm, readList, readListOfPerson } from '../store/lists.ts';
import { readRetention } from '../store/retention.ts';
import type { Dependencies } from './dependencies.ts';

/** How many conversations a page looks at: its price is bounded by it, and does not grow with the brand. */
const pageSize = 50;

/**
 * Searches conversations: reads a page of the list that says most, and leaves out what does not fit. So a page may be short, or
 * empty, and still not the last; its cursor always goes on.
 */
export const searchConversations =
  (deps: Dependencies): HttpHandler<typeof archiveRoutes.searchConversations> =>
  async (request) => {
    const { db, conversations, now } = deps;
    const { query } = request;
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const before = beforeOf(query);
    if (!before.ok) return before;
    const { read, further } = listsOf(query);
    const [keeping, { heads, next }] = await Promise.all([
      readRetention(db, brand),
      query.identity === undefined
        ? readList(db, conversations, brand, read, spanOf(query), pageSize, before.value)
        : readListOfPerson(db, conversations, brand, query.identity, pageSize, before.value),
    ]);
    const kept = heads.filter((head) => !isPast(head, keeping, now()));
    const fitting = kept.filter((head) => fits(head, query));
    const shown = await inAll(deps, further, fitting);
    const cursor = next === undefined ? {} : { cursor: Buffer.from(next).toString('base64url') };
    return done({ body: { items: shown.map(archiveLineOf), ...cursor } });
  };

/** The list to read, and those that have to be asked besides: who has had it, and for which skill, its head does not say. */
function listsOf({ identity, agent, skill, engagement }: SearchQuery): { read: List; further: List[] } {
  const asked: List[] = [
    ...(agent === undefined ? [] : [`agent.${agent}` as const]),
    ...(skill === undefined ? [] : [`skill.${skill}` as const]),
  ];
  if (identity !== undefined) return { read: 'all', further: asked };
  const [read = engagement === undefined ? 'all' : (`engagement.${engagement}` as const), ...further] = asked;
  return { read, further };
}

/** Those that stand in every list. */
async function inAll({ db }: Dependencies, lists: readonly List[], heads: readonly Item[]): Promise<Item[]> {
  const kept = await Promise.all(
    heads.map(async (head) => {
      const there = await Promise.all(lists.map((list) => isInList(db, list, head)));
      return there.every(Boolean) ? [head] : [];
    }),
  );
  return kept.flat();
}

/** Where the page before ended: an id in a person's list, else a place in time. */
function beforeOf({ cursor, identity }: SearchQuery): Result<string | undefined> {
  if (cursor === undefined) return done(undefined);
  const before = Buffer.from(cursor, 'base64url').toString();
  const good = identity === undefined ? placeForm.test(before) : id.safeParse(before).success;
  return good
    ? done(before)
    : refuse('invalid_request', { errors: [{ path: 'cursor', message: 'is not from an earlier answer' }] });
}
