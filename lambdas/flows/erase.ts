import type { Conversations } from '../store/conversations.ts';
import type { Db } from '../store/db.ts';
import { eraseConversation } from '../store/erased-conversations.ts';
import { countErased, type Erasure, finishErasure, readErasure } from '../store/erasures.ts';
import { keys } from '../store/table.ts';

interface Erasing {
  readonly db: Db;
  readonly conversations: Conversations;
  readonly now: () => number;
}

/**
 * Goes on with an erasure until it is done or `deadline` has passed; milliseconds. Conversation after conversation is erased,
 * counted, and taken off the person's listing, in this order: whoever goes on after an end in between finds it listed, finds
 * it erased, and does not count it again. Nothing when there is no such erasure.
 */
export async function goOnErasing(
  deps: Erasing,
  brand: string,
  id: string,
  deadline: number,
): Promise<Erasure | undefined> {
  const { db, conversations, now } = deps;
  let erasure = await readErasure(db, brand, id);
  while (erasure?.subject && now() <= deadline) {
    const next = await nextOf(db, erasure);
    if (next === undefined) {
      await eraseBeside(db, erasure);
      return finishErasure(db, erasure, now());
    }
    // Before the head forgets whose it is.
    if ('conversation' in erasure.subject) await unlist(deps, brand, next);
    const counts = await eraseConversation({ db, conversations, now }, brand, next, deadline);
    if (!counts) return erasure;
    if (erasure.counted !== next)
      erasure = await countErased(db, erasure, next, summed(erasure.erased, { conversations: 1, ...counts }));
    if (erasure.subject && 'identity' in erasure.subject)
      await db.delete(keys.identity(brand, erasure.subject.identity, next));
  }
  return erasure;
}

/** The conversation that is to be erased next. */
async function nextOf(db: Db, { brand, subject, counted }: Erasure): Promise<string | undefined> {
  if (!subject) return undefined;
  if ('conversation' in subject) return counted === undefined ? subject.conversation : undefined;
  const { items } = await db.query({ pk: keys.identity(brand, subject.identity, '').pk, limit: 1 });
  return items[0] && String(items[0].sk);
}

/** Takes one conversation off the listing of its person. */
async function unlist({ db, conversations }: Erasing, brand: string, conversation: string): Promise<void> {
  const head = await conversations.head(brand, conversation);
  if (head?.identity !== undefined) await db.delete(keys.identity(brand, head.identity, conversation));
}

/** What is kept of a person beside the conversations. */
async function eraseBeside(db: Db, { brand, subject }: Erasure): Promise<void> {
  if (!subject || !('identity' in subject)) return;
  await Promise.all([
    db.delete(keys.openConversation(brand, subject.identity)),
    db.delete(keys.revoked(brand, subject.identity)),
  ]);
}

type Counts = Erasure['erased'];

const summed = (a: Counts, b: Counts): Counts => ({
  conversations: a.conversations + b.conversations,
  messages: a.messages + b.messages,
  entries: a.entries + b.entries,
  others: a.others + b.others,
  logEntries: a.logEntries + b.logEntries,
});
