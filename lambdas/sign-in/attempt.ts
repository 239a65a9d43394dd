import { explain, type Item } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { rulesOf } from '../core/settings/access-rules.ts';
import {
  codeRefused,
  completeProof,
  completeSignIn,
  countAfterLock,
  countAttempt,
  type Tried,
  type Use,
  uncountAttempt,
} from '../core/sign-in/attempt-changes.ts';
import { entryAttribute } from '../core/sign-in/entry.ts';
import { type Half, type Proof, userOf } from '../core/sign-in/user.ts';
import { requireNetwork } from '../edge/agent-session.ts';
import type { Outcome } from '../store/db.ts';
import { readBrand } from '../store/settings.ts';
import { changeUser } from '../store/users.ts';
import { type NewSession, newSession } from './begin.ts';
import type { Dependencies } from './dependencies.ts';
import type { Person } from './person.ts';

/** Counts what is tried as refused before it is looked at. The answer is the user's item. */
export async function count(
  { db, now }: Dependencies,
  { brand, agent, entry }: Person,
  tried: Tried,
): Promise<Result<Item>> {
  const attempt = { entry, tried, now: now() };
  const counted = await changeUser(db, brand, agent, countAttempt(attempt));
  if (counted.ok || !counted.item) return itemOf(counted);
  // The brand's own lock, where it has one, is read only for an attempt that meets it.
  const own = entryOf(counted.item, entryAttribute(entry))?.rules ? await readBrand(db, brand) : undefined;
  const afterLock = countAfterLock(attempt, rulesOf(own).lock);
  const lockIsOver = explain(afterLock, counted.item) === undefined;
  return itemOf(lockIsOver ? await changeUser(db, brand, agent, afterLock) : counted);
}

/** Looks at what was entered: the use of a factor, or nothing when it is not right. */
export type Look = (item: Item) => Promise<Use | undefined>;

export interface Concluded {
  readonly item: Item;
  /** With a sign-in: the session that begins. */
  readonly session?: NewSession;
}

/**
 * Looks at what was counted, and accepts it if it is right and was not used. What is right but was used is refused like
 * any other, only that nobody was guessing: a form that is sent twice locks nobody.
 */
export async function conclude(
  deps: Dependencies,
  { brand, agent, entry }: Person,
  item: Item,
  address: string,
  look: Look,
): Promise<Result<Concluded>> {
  const { db, now } = deps;
  const stored = entryOf(item, entryAttribute(entry));
  if (!stored) return refuse('unauthorized');
  const [use, own] = await Promise.all([look(item), stored.rules ? readBrand(db, brand) : undefined]);
  if (!use) return { ok: false, refusal: codeRefused };
  const here = requireNetwork(address, own?.networks ?? []);
  if (!here.ok) return here;
  const session = entry.kind === 'half' ? newSession(userOf(item), own, true, now()) : undefined;
  const change = session
    ? completeSignIn(entry.id, use, session, now())
    : completeProof(entry.id, use, stored, now());
  const outcome = itemOf(await changeUser(db, brand, agent, change));
  if (outcome.ok) return done({ item: outcome.value, ...(session ? { session } : {}) });
  if (outcome.refusal.code === 'code_refused') await changeUser(db, brand, agent, uncountAttempt);
  return outcome;
}

const entryOf = (item: Item, name: string) => item[name] as unknown as (Half & Proof) | undefined;

/** A user who is not there has no sign-in that goes on. */
function itemOf(outcome: Outcome): Result<Item> {
  if (outcome.ok) return done(outcome.item);
  return outcome.item ? outcome : refuse('unauthorized');
}
