import type { Entry } from '../../contract/conversation.ts';
import type { Item } from '../core/change.ts';
import type { Head } from '../core/conversation/head.ts';
import type { Conversations } from './conversations.ts';
import type { Db } from './db.ts';
import { fence } from './erased-conversations.ts';
import { type List, placeOf } from './lists.ts';
import { keys } from './table.ts';

interface Deps {
  readonly db: Db;
  readonly conversations: Conversations;
  readonly now: () => number;
}

const pageSize = 100;

/**
 * Deletes a conversation with all that stands in it and all that lists it: one write each. Its head goes last but one, and
 * then its place in the list of all, so that whoever goes on after an end in between finds it again. False when `deadline`
 * passed before the end.
 */
export async function deleteConversation(deps: Deps, head: Item & Head, deadline: number): Promise<boolean> {
  const { db, now } = deps;
  const { brand, id, identity, engagement, skill, agent } = head;
  // Before the head forgets whose it is.
  if (identity !== undefined) await db.delete(keys.identity(brand, identity, id));
  await fence(deps, brand, id);
  const { pk, sk } = keys.head(brand, id);
  let startAfter: Item | undefined = { pk, sk };
  do {
    if (now() > deadline) return false;
    const { items, last } = await db.query({ pk, limit: pageSize, startAfter });
    await unlist(db, head, items.flatMap(listsNamedBy));
    await Promise.all(items.map((item) => db.delete({ pk, sk: String(item.sk) })));
    startAfter = last;
  } while (startAfter);
  const listed: List[] = [`engagement.${engagement}`];
  if (skill !== undefined) listed.push(`skill.${skill}`);
  if (agent !== undefined) listed.push(`agent.${agent.id}`);
  await unlist(db, head, listed);
  await db.delete({ pk, sk });
  await unlist(db, head, ['all']);
  return true;
}

async function unlist(db: Db, head: Head, lists: readonly List[]): Promise<void> {
  const places = [...new Set(lists)].map((list) => keys.list(head.brand, list, placeOf(head)));
  await Promise.all(places.map((key) => db.delete(key)));
}

/** The lists that a conversation came into by an entry of its timeline: agents and skills that it had earlier. */
function listsNamedBy(item: Item): List[] {
  if (item.kind !== 'entry') return [];
  const { by, what } = item as unknown as Entry;
  if (what.event === 'accepted') return by.id === undefined ? [] : [`agent.${by.id}`];
  if (what.event !== 'transferred') return [];
  const { agent, skill } = what.to ?? {};
  const ofAgent: List[] = agent?.id === undefined ? [] : [`agent.${agent.id}`];
  return skill === undefined ? ofAgent : [...ofAgent, `skill.${skill}`];
}
