import { explain, type Item } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import type { BrandRecord } from '../core/settings/records.ts';
import { proven, provenJustNow } from '../core/sign-in/entry.ts';
import { addFactor, addFirstFactor, type NewFactor } from '../core/sign-in/factor-changes.ts';
import { type FactorKind, mostFactors, readFactors } from '../core/sign-in/factors.ts';
import { hasFactor, userOf } from '../core/sign-in/user.ts';
import { networkOf } from '../edge/address.ts';
import { requireNetwork } from '../edge/agent-session.ts';
import { sessionCookie } from '../edge/cookies.ts';
import type { HttpRequest } from '../edge/http.ts';
import { recordAudit } from '../store/audit.ts';
import { makeRecoveryCodes } from '../store/factors.ts';
import { readBrand } from '../store/settings.ts';
import { changeUser, readUser } from '../store/users.ts';
import { completed, deviceOf, newSession, openSession } from './begin.ts';
import type { Dependencies } from './dependencies.ts';
import type { Person } from './person.ts';

/** A person who may enrol a factor now, with the brand. */
export interface Enrolling {
  readonly item: Item;
  readonly brand: BrandRecord;
}

/**
 * Looked at before anything is made or sealed: a made-up cookie must cost no more than two reads.
 * @param step the password is asked for just now only at the beginning: to install an app takes a while
 */
export async function mayEnrol(
  { db, now }: Dependencies,
  { brand, agent, entry }: Person,
  kind: FactorKind,
  step: 'begin' | 'confirm',
): Promise<Result<Enrolling>> {
  const [settings, item] = await Promise.all([readBrand(db, brand), readUser(db, brand, agent)]);
  if (!settings || !item) return refuse('unauthorized');
  const guards = step === 'begin' ? provenJustNow(entry, now()) : proven(entry, now());
  const why = explain({ guards, set: {} }, item);
  if (why && why !== 'already') return { ok: false, refusal: why };
  const factors = readFactors(userOf(item).factors);
  const apps = factors.filter((one) => one.kind === 'totp').length;
  const full = factors.length >= mostFactors.all || (kind === 'totp' && apps >= mostFactors.totp);
  return full ? refuse('limit_reached') : done({ item, brand: settings });
}

/**
 * Enrols a factor that has shown itself. With the first one the sign-in is complete: there are recovery codes from now on,
 * and whatever was signed in without it ends.
 */
export async function enrol(
  deps: Dependencies,
  { brand, agent, entry }: Person,
  { item, brand: settings }: Enrolling,
  fresh: NewFactor,
  request: Pick<HttpRequest, 'address' | 'headers'>,
) {
  const { db, now } = deps;
  const user = userOf(item);
  const here = requireNetwork(request.address, settings.networks ?? []);
  if (!here.ok) return here;
  const network = networkOf(request.address);
  const audit = { brand, account: agent, event: 'enrolment', on: fresh.factor.id, network, ok: true };
  if (hasFactor(user)) {
    const outcome = await changeUser(db, brand, agent, addFactor(user, entry, fresh, now()));
    if (!outcome.ok) return outcome;
    await recordAudit(db, { ...audit, at: now() });
    return done({ body: { next: 'done' as const } });
  }
  const session = newSession(user, settings, true, now());
  const { codes, left } = await makeRecoveryCodes(db, user);
  const change = addFirstFactor(user, entry, fresh, session, left, now());
  const outcome = await changeUser(db, brand, agent, change);
  if (!outcome.ok) return outcome;
  const [opened] = await Promise.all([
    openSession(deps, outcome.item, session, deviceOf(request.headers)),
    recordAudit(db, { ...audit, at: now() }),
  ]);
  if (!opened) return refuse('unauthorized');
  return done({
    body: { ...completed(user), recoveryCodes: codes },
    cookies: [sessionCookie(brand, session.secret)],
  });
}
