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

/** Looks at a code that was counted, and accepts it if it is right and was not used. */
export async function accept(
  { db, sealing, now }: Dependencies,
  { brand, agent, hash }: HalfCookie,
  use: CodeFor,
  item: Item,
  code: string,
): Promise<Result<{ item: Item; secret: string }>> {
  const user = userOf(item);
  const sealed = user[use] ?? '';
  const step = totpStep(await sealing.open(sealed, { brand, agent }), code, now(), lastStepFor(use, item));
  if (step === undefined) return { ok: false, refusal: codeRefused };
  const secret = newSecret();
  const accepted = {
    half: hash,
    step,
    now: now(),
    session: fingerprint(secret),
    until: now() + lifetimes.session,
    epoch: user.epoch,
  };
  const change = use === 'factor' ? acceptCode(accepted) : confirmFactor(accepted, sealed);
  const outcome = itemOf(await changeUser(db, brand, agent, change));
  return outcome.ok ? done({ item: outcome.value, secret }) : outcome;
}

/** A new secret has used no step. */
const lastStepFor = (use: CodeFor, item: Item) => (use === 'factor' ? userOf(item).lastStep : undefined);

/** A user who is not there has no sign-in that goes on. */
function itemOf(outcome: Outcome): Result<Item> {
  if (outcome.ok) return done(outcome.item);
  return outcome.item ? outcome : refuse('unauthorized');
}
