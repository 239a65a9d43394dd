import type { Db } from './db.ts';
import { keys } from './table.ts';

/** A conversation in a person's listing. */
export interface PersonConversation {
  readonly id: string;
  readonly engagement: string;
  /** The skill that it asked for when the person logged in. */
  readonly skill: string | undefined;
  /** When the person last logged in there; milliseconds. */
  readonly at: number;
}

/** A page of a person's conversations, newest first; `after` is the one that the page before ended with. */
export async function listPersonConversations(
  db: Db,
  brand: string,
  identity: string,
  after?: string,
  limit = 50,
): Promise<{ items: PersonConversation[]; next?: string }> {
  const { pk } = keys.identity(brand, identity, '');
  const { items, last } = await db.query({
    pk,
    limit,
    newestFirst: true,
    ...(after === undefined ? {} : { startAfter: { pk, sk: after } }),
  });
  const listed = items.map(({ sk, engagement, skill, at }) => ({
    id: String(sk),
    engagement: String(engagement),
    skill: skill === undefined ? undefined : String(skill),
    at: Number(at),
  }));
  return last ? { items: listed, next: String(last.sk) } : { items: listed };
}
