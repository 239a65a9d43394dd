import type { signInRoutes } from '../../contract/http/sign-in.ts';
import type { Item } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { codeUse, recoveryUse, type Tried, type Use } from '../core/sign-in/attempt-changes.ts';
import { readSecrets } from '../core/sign-in/factors.ts';
import { readRecovery, recoveryHash, withoutCode } from '../core/sign-in/recovery.ts';
import { totpStep } from '../core/sign-in/totp.ts';
import { userOf } from '../core/sign-in/user.ts';
import { networkOf } from '../edge/address.ts';
import { sessionCookie } from '../edge/cookies.ts';
import type { HttpAnswer, HttpHandler, HttpRequest } from '../edge/http.ts';
import { recordAudit } from '../store/audit.ts';
import { readRecoveryHashes } from '../store/factors.ts';
import { conclude, count } from './attempt.ts';
import { completed, deviceOf, openSession } from './begin.ts';
import type { Dependencies } from './dependencies.ts';
import { checkPasskey } from './passkey.ts';
import { type Person, requirePerson } from './person.ts';

type Routes = typeof signInRoutes;
type Route = Routes['enterCode'] | Routes['enterRecoveryCode'] | Routes['enterPasskey'];
type Next = { body: { next: 'done' } };

/**
 * A factor, entered to complete a sign-in or a session's proof. Count, accept, then session and log together: with a code
 * four writes, three round trips, one call to KMS and no read.
 */
async function enter(
  deps: Dependencies,
  tried: Tried,
  request: HttpRequest<Route>,
  look: (person: Person, item: Item) => Promise<Use | undefined>,
): Promise<Result<HttpAnswer<Route> & Next>> {
  const { db, now } = deps;
  const found = await requirePerson(deps, request);
  if (!found.ok) return found;
  const person = found.value;
  const { brand, agent, entry } = person;
  const event = entry.kind === 'half' ? tried : `proof_${tried}`;
  const audit = { brand, account: agent, event, network: networkOf(request.address) };
  const counted = await count(deps, person, tried);
  const concluded = counted.ok
    ? await conclude(deps, person, counted.value, request.address, (item) => look(person, item))
    : counted;
  if (!concluded.ok) {
    const { code } = concluded.refusal;
    const why = code === 'network_refused' ? code : counted.ok ? 'wrong' : 'locked';
    // A cookie that is not good says nothing of whose account it is: nothing happened to that one.
    if (code === 'code_refused' || code === 'network_refused')
      await recordAudit(db, { ...audit, ok: false, why, at: now() });
    return concluded;
  }
  const { item, session } = concluded.value;
  const [opened] = await Promise.all([
    session ? openSession(deps, item, session, deviceOf(request.headers)) : true,
    recordAudit(db, { ...audit, ok: true, at: now() }),
  ]);
  if (!opened) return refuse('unauthorized');
  const body = session ? completed(userOf(item)) : { next: 'done' as const };
  return done({ body, ...(session ? { cookies: [sessionCookie(brand, session.secret)] } : {}) });
}

/** The code of an authenticator app that is enrolled: of any, for one secret holds them all. */
export const enterCode =
  (deps: Dependencies): HttpHandler<Routes['enterCode']> =>
  (request) =>
    enter(deps, 'code', request, async ({ brand, agent }, item) => {
      const sealed = userOf(item).factor ?? '';
      const secrets = readSecrets(await deps.sealing.open(sealed, { brand, agent }));
      for (const [id, secret] of secrets) {
        const step = totpStep(secret, request.body.code, deps.now());
        if (step !== undefined) return codeUse(id, step);
      }
      return undefined;
    });

/** A recovery code. */
export const enterRecoveryCode =
  (deps: Dependencies): HttpHandler<Routes['enterRecoveryCode']> =>
  (request) =>
    enter(deps, 'recovery', request, async (_person, item) => {
      const left = readRecovery(userOf(item).recovery);
      if (!left) return undefined;
      const hashes = await readRecoveryHashes(deps.db, userOf(item), left.set);
      const after = withoutCode(left, hashes, recoveryHash(request.body.code));
      return after && recoveryUse(left, after);
    });

/** A passkey in the place of a code. The password came first, so that its touch is enough. */
export const enterPasskey =
  (deps: Dependencies): HttpHandler<Routes['enterPasskey']> =>
  (request) =>
    enter(deps, 'passkey', request, ({ entry }, item) =>
      checkPasskey(deps, item, request.body.credential, { use: 'factor', by: entry.id }),
    );
