import type { backendRoutes } from '../../contract/http/backend.ts';
import {
  codeOf,
  loggedInOn,
  type PageLogin,
  readPageLogin,
  returnAddress,
  stateOfLink,
} from '../core/backend/page-login.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { type BackendCaller, requireBackend } from '../edge/backend-caller.ts';
import type { HttpHandler } from '../edge/http.ts';
import { log } from '../edge/log.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * A person has logged in on the brand's login page. Only now is there a one-use code, and only the answer to this signed
 * call holds it: the page sends the browser that logged in on with it.
 */
export const reportLogin =
  (deps: Dependencies): HttpHandler<typeof backendRoutes.reportLogin> =>
  async (request) => {
    const caller = await requireBackend(deps, request);
    if (!caller.ok) return caller;
    const { brand } = caller.value;
    const state = stateOfLink(request.body.login);
    const started = await deps.logins.find<PageLogin>(brand, state);
    if (started?.method !== 'login_page') return refuse('login_link_refused');
    const now = deps.now();
    const login = readPageLogin(started, request.body, now);
    if (!login.ok) return login;
    const signed = caller.value.key;
    const made = codeOf(state, signed.secret);
    const report = { said: request.body, login: login.value, key: signed.id, code: made, now };
    const outcome = await deps.logins.change(brand, state, loggedInOn(report));
    if (!outcome.ok) return outcome;
    const kept = outcome.item as unknown as PageLogin;
    const code = await codeOfKept(deps, caller.value, kept, state);
    if (!code.ok) return code;
    const { conversation, challenge } = kept;
    if (!outcome.repeated) log.info('login_reported', { brand, conversation, challenge, key: signed.id });
    return done({ body: { returnTo: returnAddress(kept, code.value, state) } });
  };

/** The code under the key that made it first; a repeat may be signed with the brand's other key. */
async function codeOfKept(
  { seals }: Dependencies,
  { brand, key, keys }: BackendCaller,
  kept: PageLogin,
  state: string,
): Promise<Result<string>> {
  if (kept.key === key.id) return done(codeOf(state, key.secret));
  const first = keys.find(({ id }) => id === kept.key);
  if (!first) return refuse('login_link_refused');
  return done(codeOf(state, await seals.open(brand, 'backend', first.sealed)));
}
