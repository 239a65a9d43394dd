import { explain, type Item } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { fingerprint, newSecret } from '../core/secrets.ts';
import {
  acceptCode,
  type CodeFor,
  codeRefused,
  confirmFactor,
  countCode,
  countCodeAfterLock,
  uncountCode,
} from '../core/sign-in/code-changes.ts';
import { lifetimes } from '../core/sign-in/lifetimes.ts';
import { totpStep } from '../core/sign-in/totp.ts';
import { userOf } from '../core/sign-in/user.ts';
import type { HalfCookie } from '../edge/cookies.ts';
import type { Outcome } from '../store/db.ts';
import { changeUser } from '../store/users.ts';
import type { Dependencies } from './dependencies.ts';

/** Counts a code as refused before it is looked at. The answer is the user's item. */
export async function count(
  { db, now }: Dependencies,
  { brand, agent, hash }: HalfCookie,
  use: CodeFor,
): Promise<Result<Item>> {
  const attempt = { half: hash, use, now: now() };
  const counted = await changeUser(db, brand, agent, countCode(attempt));
  const afterLock = countCodeAfterLock(attempt);
  const lockIsOver = !counted.ok && counted.item && explain(afterLock, counted.item) === undefined;
  return itemOf(lockIsOver ? await changeUser(db, brand, agent, afterLock) : counted);
}

/**
 * Looks at a code that was counted, and accepts it if it is right and was not used. One that is right but was used is
 * refused like any other, only that nobody was guessing: a form that is sent twice locks nobody.
 */
export async function accept(
  deps: Dependencies,
  half: HalfCookie,
  use: CodeFor,
  item: Item,
  code: string,
): Promise<Result<{ item: Item; secret: string }>> {
  const { db, sealing, now } = deps;
  const { brand, agent } = half;
  const sealed = userOf(item)[use] ?? '';
  const secret = await sealing.open(sealed, { brand, agent });
  const step = totpStep(secret, code, now());
  if (step === undefined) return { ok: false, refusal: codeRefused };
  const session = newSecret();
  const accepted = {
    half: half.hash,
    step,
    now: now(),
    session: fingerprint(session),
    until: now() + lifetimes.session,
    epoch: userOf(item).epoch,
  };
  const change = use === 'factor' ? acceptCode(accepted) : confirmFactor(accepted, sealed);
  const outcome = itemOf(await changeUser(db, brand, agent, change));
  if (outcome.ok) return done({ item: outcome.value, secret: session });
  if (outcome.refusal.code === 'code_refused') await changeUser(db, brand, agent, uncountCode);
  return outcome;
}

/** A user who is not there has no sign-in that goes on. */
function itemOf(outcome: Outcome): Result<Item> {
  if (outcome.ok) return done(outcome.item);
  return outcome.item ? outcome : refuse('unauthorized');
}
