import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { type ClientMetadata, type Configuration, errors, interactionPolicy } from 'oidc-provider';
import MemoryAdapter from 'oidc-provider/lib/adapters/memory_adapter.js';
import { type Customer, customers } from '../customers.ts';
import { levels } from './levels.ts';

const { base, Check } = interactionPolicy;

/** A name of its own, since the library warns of forgetting all at the end, which is what a sample should do. */
class Memory extends MemoryAdapter {}

/** A client of this provider as a brand registers it; all ask for codes and say when the person logged in. */
const client = (given: ClientMetadata): ClientMetadata => ({
  response_types: ['code'],
  grant_types: ['authorization_code'],
  id_token_signed_response_alg: 'ES256',
  require_auth_time: true,
  ...given,
});

/** A real provider's configuration, in memory: first-party clients, so that nobody is asked for consent. */
export async function configuration(clients: readonly ClientMetadata[]): Promise<Configuration> {
  return {
    adapter: Memory,
    clients: clients.map(client),
    jwks: { keys: [await signingKey()] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    acrValues: [...levels],
    claims: {
      openid: ['sub', 'acr', 'amr', 'auth_time'],
      profile: ['name', ...Object.keys(customers[0]?.attributes ?? {})],
    },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/login/${uid}`, policy: askEachTime() },
    // A client's keys may be on this very machine, which the library's own way to fetch (its dispatcher) would not touch.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
    findAccount: (_, id) => {
      const customer = customers.find((one) => one.id === id);
      return customer && { accountId: id, claims: () => claimsOf(customer) };
    },
    async loadExistingGrant({ oidc }) {
      const { provider, session, client: asking } = oidc;
      const { Grant } = provider;
      if (!asking || !session?.accountId) throw new errors.InvalidRequest('there is no session');
      const grant = new Grant({ clientId: asking.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
    renderError: (ctx, { error }) => {
      ctx.type = 'text';
      ctx.body = `The login cannot go on: ${error}`;
    },
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 300, Interaction: 600, Session: 600, Grant: 600 },
  };
}

const claimsOf = ({ id, name, attributes }: Customer) => ({ sub: id, name, ...attributes });

/** This provider remembers nobody: whoever comes next in this browser logs in as well. */
function askEachTime() {
  const policy = base();
  const always = new Check('each_login', 'each login asks', 'login_required', ({ oidc }) =>
    oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
  );
  policy.get('login')?.checks.add(always);
  policy.remove('consent');
  return policy;
}

async function signingKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const kid = randomBytes(8).toString('base64url');
  return { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' };
}
