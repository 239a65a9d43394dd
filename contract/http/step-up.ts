import * as z from 'zod/mini';
import { assurance, claimed } from '../conversation.ts';
import { id, s256, secret, seq, slug, time } from '../fields.ts';
import { acr, loginMethodName, maxAge } from '../login.ts';
import { consumerBase, conversationParams } from './consumer.ts';
import type { HttpRoute } from './route.ts';
import { none } from './route.ts';
import { tokenKeyRoutes } from './token-keys.ts';

const shared = { function: 'step-up', access: 'consumer', query: none } as const;
const challengeParams = z.extend(conversationParams, { challenge: id });

/** The compact form of a JWS or JWE; its own form is checked when it is verified. */
const token = z.string().check(z.minLength(1), z.maxLength(16_384));

/** How the browser wants to answer. */
const start = {
  /** S256 of the verifier that this browser alone holds. */
  verifierHash: s256,
  /** One of the challenge's methods; with `oidc` the provider is named. */
  method: loginMethodName,
  provider: z.optional(id),
  /** Where a login elsewhere ends: exactly one of the registered return addresses. */
  returnTo: z.optional(z.string().check(z.minLength(1), z.maxLength(1024))),
} as const;

const started = {
  /** To be put into a token that the brand signs. */
  nonce: z.string(),
  /** When this start is over. */
  expiresAt: time,
  /** Where to send the consumer, when the login is elsewhere. */
  url: z.optional(z.string()),
  /** Comes back with the outcome of a login elsewhere, and says that it is this one's. */
  state: z.optional(z.string()),
} as const;

const redeemed = { verifier: secret, nextTokenHash: s256 } as const;
const code = z.string().check(z.minLength(1), z.maxLength(4096));

/** What came of the login, by its method. */
const redeem = z.discriminatedUnion('method', [
  /** Also for private data, which a signed token carries. */
  z.strictObject({ method: z.literal('token'), ...redeemed, token }),
  z.strictObject({
    method: z.literal('oidc'),
    ...redeemed,
    state: code,
    /** The provider's answer: a code, or an error (OpenID Connect Core, sections 3.1.2.5 and 3.1.2.6). */
    code: z.optional(code),
    error: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
    iss: z.optional(z.string().check(z.maxLength(255))),
  }),
  z.strictObject({ method: z.literal('login_page'), ...redeemed, state: code, code }),
]);

/** Every way in which a consumer authenticates. */
export const stepUpRoutes = {
  requestLogin: {
    ...shared,
    method: 'POST',
    path: `${consumerBase}/conversations/{conversation}/challenges`,
    summary:
      "Log in on one's own account: before the chat, to take up a conversation that began anonymously, or to renew. Begins at once.",
    params: conversationParams,
    body: z.strictObject({
      ...start,
      acr: z.optional(acr),
      maxAge: z.optional(maxAge),
      /** What the page says of its visitor, where this starts the conversation. */
      claimed: z.optional(claimed),
    }),
    status: 201,
    answer: z.strictObject({ challenge: id, ...started }),
  },
  startChallenge: {
    ...shared,
    method: 'POST',
    path: `${consumerBase}/conversations/{conversation}/challenges/{challenge}/start`,
    summary:
      'Begin to answer a login request; binds it to the browser that holds the verifier. A later start supersedes.',
    params: challengeParams,
    body: z.strictObject(start),
    status: 200,
    answer: z.strictObject(started),
  },
  redeem: {
    ...shared,
    method: 'POST',
    path: `${consumerBase}/conversations/{conversation}/challenges/{challenge}/redeem`,
    summary:
      'Redeem a login: the conversation becomes authenticated. A repeat is answered the same for 5 minutes.',
    params: challengeParams,
    body: redeem,
    status: 200,
    answer: z.strictObject({
      conversation: id,
      seq,
      assurance,
      name: z.optional(z.string()),
      /** By the brand's rule the chat goes on in this conversation of the same person: resume it. */
      goesOnIn: z.optional(id),
    }),
  },
  readProviderKeys: {
    function: 'step-up',
    access: 'public',
    query: none,
    method: 'GET',
    path: '/api/consumer/{brand}/providers/{provider}/jwks.json',
    summary: 'Our public keys for private_key_jwt at an OpenID provider, as a JWK Set.',
    params: z.strictObject({ brand: slug, provider: slug }),
    status: 200,
    answer: z.strictObject({ keys: z.array(z.record(z.string(), z.unknown())) }),
  },
  ...tokenKeyRoutes,
} as const satisfies Record<string, HttpRoute>;
