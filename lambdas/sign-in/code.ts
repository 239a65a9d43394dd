import type { signInRoutes } from '../../contract/http/sign-in.ts';
import { done, type Result, refuse } from '../core/result.ts';
import type { CodeFor } from '../core/sign-in/code-changes.ts';
import { networkOf } from '../edge/address.ts';
import { sessionCookie } from '../edge/cookies.ts';
import type { HttpAnswer, HttpHandler } from '../edge/http.ts';
import { recordAudit } from '../store/audit.ts';
import { accept, count } from './code-attempt.ts';
import type { Dependencies } from './dependencies.ts';
import { requireHalf } from './half-session.ts';
import { deviceOf, openSession } from './open-session.ts';

type Route = typeof signInRoutes.enterCode | typeof signInRoutes.confirmTotp;

/**
 * A code, for the confirmed secret or for the one being enrolled. Count, accept, then session and log together: four
 * writes, three round trips, one call to KMS and no read.
 */
const tryCode =
  (deps: Dependencies, use: CodeFor): HttpHandler<Route> =>
  async (request): Promise<Result<HttpAnswer<Route>>> => {
    const { db, now } = deps;
    const half = requireHalf(request, deps.publicOrigin);
    if (!half.ok) return half;
    const { brand, agent } = half.value;
    const audit = {
      brand,
      account: agent,
      event: use === 'factor' ? 'code' : 'enrolment',
      network: networkOf(request.address),
    };
    const counted = await count(deps, half.value, use);
    const accepted = counted.ok
      ? await accept(deps, half.value, use, counted.value, request.body.code)
      : counted;
    if (!accepted.ok) {
      const { code } = accepted.refusal;
      const why = counted.ok ? 'wrong_code' : 'locked';
      // A cookie that is not good says nothing of whose account it is: nothing happened to that one.
      if (code === 'code_refused') await recordAudit(db, { ...audit, ok: false, why, at: now() });
      return accepted;
    }
    const { item, secret } = accepted.value;
    const [opened] = await Promise.all([
      openSession(deps, item, secret, deviceOf(request.headers)),
      recordAudit(db, { ...audit, ok: true, at: now() }),
    ]);
    if (!opened) return refuse('unauthorized');
    return done({ body: { next: 'done' }, cookies: [sessionCookie(brand, secret)] });
  };

/** The code of an authenticator enrolled before. */
export const enterCode = (deps: Dependencies): HttpHandler<typeof signInRoutes.enterCode> =>
  tryCode(deps, 'factor');

/** The first code of a new authenticator. */
export const confirmTotp = (deps: Dependencies): HttpHandler<typeof signInRoutes.confirmTotp> =>
  tryCode(deps, 'pending');
