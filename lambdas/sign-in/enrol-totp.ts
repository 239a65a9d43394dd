import { renderSVG } from 'uqr';
import type { signInRoutes } from '../../contract/http/sign-in.ts';
import { done } from '../core/result.ts';
import { codeRefused } from '../core/sign-in/attempt-changes.ts';
import { beginTotp as keepPending } from '../core/sign-in/factor-changes.ts';
import { newFactorId, readSecrets, secretsText } from '../core/sign-in/factors.ts';
import { newTotpSecret, totpStep, totpUri } from '../core/sign-in/totp.ts';
import { userOf } from '../core/sign-in/user.ts';
import { networkOf } from '../edge/address.ts';
import type { HttpHandler } from '../edge/http.ts';
import { recordAudit } from '../store/audit.ts';
import { changeUser } from '../store/users.ts';
import { count } from './attempt.ts';
import type { Dependencies } from './dependencies.ts';
import { enrol, mayEnrol } from './enrol.ts';
import { requirePerson } from './person.ts';

/** Makes a TOTP secret, keeps it sealed until its first code, and shows it once. A repeat makes another. */
export const beginTotp =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.beginTotp> =>
  async (request) => {
    const { db, sealing, now } = deps;
    const person = await requirePerson(deps, request);
    if (!person.ok) return person;
    const { brand, agent, entry } = person.value;
    const enrolling = await mayEnrol(deps, person.value, 'totp', 'begin');
    if (!enrolling.ok) return enrolling;
    const secret = newTotpSecret();
    const sealed = await sealing.seal(secretsText(new Map([[newFactorId(), secret]])), { brand, agent });
    const begun = await changeUser(db, brand, agent, keepPending(entry, sealed, now()));
    if (!begun.ok) return begun;
    const settings = enrolling.value.brand;
    const uri = totpUri(secret, settings.name, userOf(begun.item).loginName);
    return done({ body: { secret, uri, svg: renderSVG(uri), apps: [...settings.authenticatorApps] } });
  };

/** The first code of a new authenticator, counted like any other. */
export const confirmTotp =
  (deps: Dependencies): HttpHandler<typeof signInRoutes.confirmTotp> =>
  async (request) => {
    const { db, sealing, now } = deps;
    const person = await requirePerson(deps, request);
    if (!person.ok) return person;
    const { brand, agent } = person.value;
    const network = networkOf(request.address);
    const audit = { brand, account: agent, event: 'enrolment', network, ok: false };
    const counted = await count(deps, person.value, 'pending');
    if (!counted.ok) {
      if (counted.refusal.code === 'code_refused')
        await recordAudit(db, { ...audit, why: 'locked', at: now() });
      return counted;
    }
    const enrolling = await mayEnrol(deps, person.value, 'totp', 'confirm');
    if (!enrolling.ok) return enrolling;
    const { pending = '', factor: sealed } = userOf(counted.value);
    const [waiting, enrolled] = await Promise.all(
      [pending, sealed].map(async (one) =>
        one === undefined
          ? new Map<string, string>()
          : readSecrets(await sealing.open(one, { brand, agent })),
      ),
    );
    const [[id, secret] = ['', '']] = waiting ?? [];
    const step = totpStep(secret, request.body.code, now());
    if (step === undefined) {
      await recordAudit(db, { ...audit, why: 'wrong', at: now() });
      return { ok: false, refusal: codeRefused };
    }
    // The only secret is sealed as it should be already.
    const secrets =
      sealed === undefined
        ? pending
        : await sealing.seal(secretsText(new Map([...(enrolled ?? []), [id, secret]])), { brand, agent });
    const name = request.body.name ?? '';
    const factor = { id, kind: 'totp', name, createdAt: Math.floor(now() / 1000) } as const;
    const fresh = { factor, use: step, secrets, pending };
    return enrol(deps, person.value, { ...enrolling.value, item: counted.value }, fresh, request);
  };
