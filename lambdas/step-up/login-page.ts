import { linkTo, loginBy, type PageLogin, stateOfLink, useCode } from '../core/backend/page-login.ts';
import { done, refuse } from '../core/result.ts';
import { newSecret } from '../core/secrets.ts';
import { readAuthentication } from '../store/settings.ts';
import type { Begin, Flow } from './flow.ts';

/** Whose subjects the login page names, unless the admin said that others name the same people. */
const ownNamespace = 'login_page';

/** Sends the consumer to the brand's own login page, by a link that is good for one login. */
const begin: Begin = async (deps, { brand, conversation, challenge, verifier, returnTo, until }) => {
  const { loginPage, namespaces, returnAddresses } = await readAuthentication(deps.db, brand);
  if (loginPage === undefined)
    return refuse('method_not_accepted', { detail: 'There is no login page any more.' });
  if (returnTo === undefined || !returnAddresses.includes(returnTo))
    return refuse('invalid_request', {
      errors: [{ path: 'returnTo', message: 'is not one of the registered return addresses' }],
    });
  const link = newSecret();
  const state = stateOfLink(link);
  const login: PageLogin = {
    method: 'login_page',
    conversation,
    challenge: challenge.id,
    verifier,
    returnTo,
    until,
    issuer: loginPage,
    namespace: namespaces.loginPage ?? ownNamespace,
  };
  await deps.logins.begin(brand, state, login);
  return done({ url: linkTo(loginPage, link), state });
};

/** A login on the brand's own page, whose backend has reported it. */
export const loginPageFlow: Flow<'login_page'> = {
  begin,
  async prepare(deps, brand, { state, code, nextTokenHash }) {
    const started = await deps.logins.find<PageLogin>(brand, state);

    return async ({ id, challenge }) => {
      // A link that nobody has logged in on, or another's, looks like one that never was.
      const login = started && loginBy(code, started, id, challenge);
      if (!login) return refuse('login_refused', { detail: 'The code is not one of this login.' });
      return done({
        method: 'login_page',
        login,
        async use() {
          const used = await deps.logins.change(brand, state, useCode(nextTokenHash, deps.now()));
          return used.ok ? done(undefined) : used;
        },
      });
    };
  },
};
