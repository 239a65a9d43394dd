import { setTimeout as pause } from 'node:timers/promises';
import { exists, to } from '../core/change.ts';
import { authorizationUrl, startAt } from '../core/oidc/started.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { openedBy, sealedBy } from '../core/sealed.ts';
import { newSecret, s256, sameSecret } from '../core/secrets.ts';
import type { Login } from '../core/tokens/login.ts';
import { readProvider } from '../store/providers.ts';
import { readAuthentication } from '../store/settings.ts';
import type { Dependencies } from './dependencies.ts';
import type { Begin, Flow } from './flow.ts';
import { exchange, type ProviderAnswer, type StartedOidc } from './oidc-exchange.ts';
import { spent } from './oidc-refusals.ts';

/** Sends the consumer to the provider: authorization code with PKCE (OpenID Connect Core, section 3.1). */
const begin: Begin = async (
  deps,
  { brand, conversation, challenge, verifier, provider = '', returnTo, until },
) => {
  const [record, { returnAddresses }] = await Promise.all([
    readProvider(deps.db, brand, provider),
    readAuthentication(deps.db, brand),
  ]);
  if (!record) return refuse('method_not_accepted', { detail: 'There is no such provider any more.' });
  if (returnTo === undefined || !returnAddresses.includes(returnTo))
    return refuse('invalid_request', {
      errors: [{ path: 'returnTo', message: 'is not one of the registered return addresses' }],
    });
  const metadata = await deps.discovery.find(brand, record.issuer);
  if (!metadata.ok) return metadata;
  // The same start again is the same login. The nonce is a secret of the browser that begins.
  const state = s256(JSON.stringify([challenge.nonce, provider, returnTo]));
  const fresh = startAt(record, metadata.value, newSecret());
  const login = { method: 'oidc', conversation, challenge: challenge.id, verifier, returnTo, until } as const;
  const start = await deps.logins.begin(brand, state, { ...login, ...fresh });
  const url = authorizationUrl(metadata.value, record, start, challenge, { state, returnTo });
  return done({ url, state });
};

/** A login at an OpenID provider of the brand. */
export const oidcFlow: Flow<'oidc'> = {
  begin,
  async prepare(deps, brand, answer) {
    const { state } = answer;
    const start = await deps.logins.find<StartedOidc>(brand, state);

    return async ({ id, challenge }) => {
      if (!start || !isFor(start, id, challenge)) return refuse('challenge_not_open');
      if (start.until <= deps.now()) return refuse('challenge_expired');
      const known = keptIn(start, answer.verifier);
      const login = known ? done(known) : await inTime(exchangeOnce(deps, brand, start, answer));
      if (!login.ok) return login;
      const kept = sealedBy(answer.verifier, sealedUse, login.value);
      return done({ method: 'oidc', login: login.value, use: () => keep(deps, brand, state, kept) });
    };
  },
};

/** Whether a start is of this conversation, this request, and the browser that answers it. */
const isFor = (
  { method, conversation, challenge, verifier }: StartedOidc,
  id: string,
  asked: { readonly id: string; readonly verifier?: string } | undefined,
): boolean =>
  method === 'oidc' &&
  conversation === id &&
  challenge === asked?.id &&
  sameSecret(verifier, asked.verifier ?? '');

/** What the browser's verifier seals the login for: nobody else can read who has logged in. */
const sealedUse = 'provider login';

/** The login that was kept with its start, if there is one. */
const keptIn = ({ login }: StartedOidc, verifier: string): Login | undefined =>
  login === undefined ? undefined : (openedBy(verifier, sealedUse, login) as Login);

/** Keeps the login with its start before the head decides: a repeat goes on from it, since its code is spent. */
async function keep(
  { logins }: Dependencies,
  brand: string,
  state: string,
  login: string,
): Promise<Result<undefined>> {
  const kept = await logins.change(brand, state, {
    already: exists('login'),
    guards: [{ that: exists('seed'), otherwise: refuse('challenge_not_open').refusal }],
    set: { login: to(login) },
  });
  return kept.ok ? done(undefined) : kept;
}

/** A provider is asked up to three times in a row, and all of that may take so long, in milliseconds. */
const longest = 5500;
const tooSlow = refuse('unavailable', { retryAfter: 5, detail: 'The provider takes too long.' });

async function inTime<T>(work: Promise<Result<T>>): Promise<Result<T>> {
  const early = new AbortController();
  const late = pause(longest, tooSlow, { signal: early.signal }).catch(() => tooSlow);
  try {
    return await Promise.race([work, late]);
  } finally {
    early.abort();
  }
}

/** How long a request waits for another that is spending the same code, in milliseconds. */
const waits = [100, 300, 900];

/** A code is good once. Who comes second, at the same time, goes on from what the first has kept. */
async function exchangeOnce(
  deps: Dependencies,
  brand: string,
  start: StartedOidc,
  answer: ProviderAnswer & { readonly verifier: string },
): Promise<Result<Login>> {
  const login = await exchange(deps, brand, start, answer);
  if (login.ok || login.refusal !== spent) return login;
  for (const wait of waits) {
    await pause(wait);
    const now = await deps.logins.find<StartedOidc>(brand, answer.state);
    const kept = now && keptIn(now, answer.verifier);
    if (kept) return done(kept);
  }
  return login;
}
