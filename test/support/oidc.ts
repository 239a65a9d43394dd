import { CONFIGURED, synthesize } from '../../local/assembly/synthesize.ts';
import { type SampleProvider, startProvider } from '../../sample/provider/provider.ts';
import { ForeignProvider } from './foreign-provider.ts';
import { type Answer, http } from './http.ts';
import { newToken, type Visitor } from './people.ts';
import { expectOk, type System, s256, startSystem, type TestBrand } from './system.ts';

/** The system as a laptop has it, with two providers on loopback: a real one, and one under the test's hand. */
export interface OidcSystem extends System {
  readonly real: SampleProvider;
  readonly foreign: ForeignProvider;
}

export const returnTo = 'https://acme.example/return';
const secret = 'a secret with : and % and spaces';

export async function startOidcSystem(): Promise<OidcSystem> {
  const { assembly, maps } = await synthesize();
  const foreign = await ForeignProvider.start();
  let real: SampleProvider | undefined;
  const system = await startSystem({
    assembly,
    maps,
    rewrites: async ({ publicOrigin }) => {
      const jwks_uri = `${publicOrigin}/api/consumer/acme/providers/with-key/jwks.json`;
      const redirect_uris = [returnTo];
      real = await startProvider({
        port: 0,
        sites: [],
        clients: [
          { client_id: 'public', token_endpoint_auth_method: 'none', redirect_uris },
          { client_id: 'basic', client_secret: secret, redirect_uris },
          { client_id: 'key', token_endpoint_auth_method: 'private_key_jwt', jwks_uri, redirect_uris },
        ],
      });
      return { [CONFIGURED.app]: publicOrigin, [CONFIGURED.provider]: `${real.issuer},${foreign.issuer}` };
    },
  });
  if (!real) throw new Error('The provider did not start.');
  const provider = real;
  return {
    ...system,
    real: provider,
    foreign,
    async stop() {
      await system.stop();
      await provider.stop();
      foreign.stop();
    },
  };
}

/** Registers providers and how consumers authenticate, as an admin does. */
export async function registerProviders(
  { origin, real, foreign }: OidcSystem,
  cookie: string,
  acrScale: readonly string[] = ['password', 'password+code'],
): Promise<void> {
  const scopes = ['openid', 'profile'];
  const at = (issuer: string) => ({ issuer, scopes, namespace: 'customers' });
  const providers = [
    {
      id: 'public',
      clientId: 'public',
      clientAuthentication: 'none',
      attributes: ['plan'],
      ...at(real.issuer),
    },
    {
      id: 'basic',
      clientId: 'basic',
      clientAuthentication: 'client_secret_basic',
      clientSecret: secret,
      ...at(real.issuer),
    },
    { id: 'with-key', clientId: 'key', clientAuthentication: 'private_key_jwt', ...at(real.issuer) },
    {
      id: 'foreign',
      clientId: 'acme',
      clientAuthentication: 'none',
      ...at(foreign.issuer),
      namespace: 'elsewhere',
    },
  ];
  for (const body of providers)
    expectOk(await http(`${origin}/api/manage/providers`, { origin, cookie, body }), 201);
  const settings = {
    methods: [{ method: 'token' }, ...providers.map(({ id }) => ({ method: 'oidc', provider: id }))],
    requestMinutes: 15,
    authenticatedMinutes: 30,
    acrScale,
    openConversation: 'keep_both',
    notNowMinutes: 0,
    mostPrompts: 100,
    returnAddresses: [returnTo, 'com.acme.app:/login'],
    namespaces: {},
  };
  const put = { origin, cookie, method: 'PUT', body: settings, headers: { 'if-match': '"0"' } };
  expectOk(await http(`${origin}/api/manage/authentication`, put), 200);
}

/** A login at a provider that a visitor's browser has started. */
export interface StartedAway {
  readonly challenge: string;
  readonly verifier: string;
  readonly url: string;
  readonly state: string;
}

const challengeUrl = ({ base, conversation }: Visitor, challenge: string, step: string) =>
  `${base}/conversations/${conversation}/challenges/${challenge}/${step}`;

export const tryStart = (
  brand: TestBrand,
  visitor: Visitor,
  challenge: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Answer> =>
  http(challengeUrl(visitor, challenge, 'start'), {
    origin: brand.page,
    bearer: visitor.token,
    body: { method: 'oidc', provider: 'public', returnTo, verifierHash: s256(newToken()), ...more },
  });

export async function startAway(
  brand: TestBrand,
  visitor: Visitor,
  challenge: string,
  provider = 'public',
): Promise<StartedAway> {
  const verifier = newToken();
  const answer = await tryStart(brand, visitor, challenge, { provider, verifierHash: s256(verifier) });
  const { url, state } = expectOk(answer, 200).body as { url: string; state: string };
  return { challenge, verifier, url, state };
}

export const redeemAway = (
  brand: TestBrand,
  visitor: Visitor,
  { challenge, verifier }: Pick<StartedAway, 'challenge' | 'verifier'>,
  answer: Readonly<Record<string, string>>,
  next = newToken(),
): Promise<Answer> =>
  http(challengeUrl(visitor, challenge, 'redeem'), {
    origin: brand.page,
    bearer: visitor.token,
    body: { method: 'oidc', verifier, nextTokenHash: s256(next), ...answer },
  });

/** Logs in at the real provider in a browser of its own: what comes to the return page. */
export async function logInAt(
  url: string,
  typed: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const cookies = new Map<string, string>();
  let form: URLSearchParams | undefined;
  let at = url;
  for (let steps = 0; steps < 10; steps += 1) {
    const response = await fetch(at, {
      redirect: 'manual',
      method: form ? 'POST' : 'GET',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form ? { body: form } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split(/=(.*)/s);
      cookies.set(name, value);
    }
    form = undefined;
    const to = response.headers.get('location');
    if (to === null) {
      if (response.status !== 200)
        throw new Error(`The provider answers ${response.status}: ${await response.text()}`);
      form = new URLSearchParams(typed);
      continue;
    }
    at = new URL(to, at).href;
    if (new URL(at).origin !== new URL(url).origin) return Object.fromEntries(new URL(at).searchParams);
  }
  throw new Error('The provider leads nowhere.');
}

export const ada = { login: 'ada', password: 'lighthouse' };
export const ben = { login: 'ben', password: 'driftwood' };
