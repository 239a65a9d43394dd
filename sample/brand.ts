import type * as z from 'zod/mini';
import type { createBrand } from '../contract/http/management/operator.ts';

import { customers } from './customers.ts';
import { levels } from './provider/levels.ts';
import { engagementOf, ways } from './ways.ts';

export type BrandToCreate = z.infer<typeof createBrand>;

export const brandName = 'harbour';
/** What the shop's tokens say, and what Doorstep expects of them. */
export const issuer = (origin: string): string => `${origin}/`;
export const audience = 'doorstep';
export const keyId = 'shop-1';
/** Doorstep's names as a client of the shop's OpenID provider, and of that provider. */
export const clientId = 'doorstep';
export const providerId = 'harbour-account';
/** The shop's tokens and its provider speak of the same people. */
const namespace = 'customers';
/** Where a login at another page ends. */
export const returnPath = '/return.html';
/** The shop's own login page, which the chat sends people to. */
export const loginPath = '/chat-login';
export const returnAddress = (origin: string): string => origin + returnPath;

/** Where Doorstep posts events to. */
export const eventsPath = '/doorstep/events';

/** What the bot may ask for on a customer's behalf. */
const statement = {
  name: 'statement',
  title: 'Account statement',
  input: {
    type: 'object',
    properties: { month: { type: 'string', pattern: '^\\d{4}-\\d{2}$' } },
    required: ['month'],
    additionalProperties: false,
  },
};

/** Whom private data find: the same people, by the same ids, as its tokens name. */
const customerRecords = {
  fields: [
    { name: 'customer', as: 'digits' as const },
    { name: 'born', as: 'date' as const },
  ],
  records: customers.map(({ id: subject, name, attributes, born }) => ({
    subject,
    name,
    attributes,
    data: { customer: attributes.customer, born },
  })),
};

/**
 * What the shop asks Doorstep for: an engagement for each way to log in and one for live chat, its public key to verify
 * logins with, and its customers' records.
 *
 * @param publicKey PEM (SPKI) of the ES256 key that signs the shop's tokens
 * @param origin the shop's own origin, which alone may carry the widget
 * @param provider the issuer of the shop's OpenID provider
 */
export function sampleBrand(publicKey: string, origin: string, provider: string): BrandToCreate {
  const platform = 'web' as const;
  const engagement = { platform, origins: [origin], idleMinutes: 30, requestMinutes: 15 };
  return {
    brand: brandName,
    name: 'Harbour Supply',
    admin: { loginName: 'admin@harbour.example', name: 'Noor Admin' },
    engagements: [
      ...ways(providerId)
        .filter((way) => engagementOf(way) === way.id)
        .map(({ id, label, methods, membersOnly }) => ({
          ...engagement,
          id,
          name: `Shop: ${label}`,
          channel: 'messaging' as const,
          authenticatedMinutes: 30,
          methods: [...methods],
          ...(membersOnly && { authentication: 'on' as const }),
        })),
      { ...engagement, id: 'live', name: 'Shop, live chat', channel: 'live_chat', authenticatedMinutes: 30 },
    ],
    issuers: [
      {
        iss: issuer(origin),
        aud: audience,
        nonce: true,
        privateData: true,
        namespace,
        keys: [{ kid: keyId, alg: 'ES256', key: publicKey }],
      },
    ],
    providers: [
      {
        id: providerId,
        issuer: provider,
        clientId,
        clientAuthentication: 'none',
        scopes: ['openid', 'profile'],
        namespace,
        attributes: Object.keys(customers[0]?.attributes ?? {}),
      },
    ],
    securityKey: true,
    bots: [{ name: 'Harbour Assistant', scopes: ['read', 'write', 'request'] }],
    webhooks: [{ url: origin + eventsPath, events: ['request.released'], enabled: true }],
    requestKinds: [statement],
    customerRecords,
    authentication: {
      methods: [
        { method: 'token' },
        { method: 'oidc', provider: providerId },
        { method: 'login_page' },
        { method: 'private_data' },
      ],
      loginPage: origin + loginPath,
      requestMinutes: 15,
      authenticatedMinutes: 30,
      acrScale: [...levels],
      openConversation: 'keep_both',
      // Who tries things out wants to ask again at once.
      notNowMinutes: 0,
      mostPrompts: 20,
      returnAddresses: [returnAddress(origin)],
      namespaces: { loginPage: namespace, privateData: namespace },
    },
  };
}
