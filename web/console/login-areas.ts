import type { Area } from './areas.ts';

/** How consumers come in: where they chat, and how they log in there. */
export const loginAreas: readonly Area[] = [
  {
    id: 'engagements',
    title: 'Engagements',
    words: [
      'Authentication toggle',
      'Members only',
      'Origins of pages',
      'Opening hours',
      'Away message',
      'Snippet for your page',
      'Script tag of the widget',
      'Content-Security-Policy',
      'Channel: messaging or live chat',
      'Idle minutes of anonymous sessions',
    ],
    load: () => import('./areas/engagements/index.tsx'),
  },
  {
    id: 'authentication',
    title: 'Authentication settings',
    words: [
      'Ways to log in',
      'Authentication URL',
      'Login page',
      'Return addresses',
      'Lifetime of a login request',
      'Authenticated period',
      'Levels (acr)',
      'Open conversation rule',
      'Not now, and most prompts',
      'Namespaces of people',
    ],
    load: () => import('./areas/authentication.tsx'),
  },
  {
    id: 'issuers',
    title: 'Issuers and keys',
    words: [
      'Public keys',
      'Make a key pair',
      'Upload a key: PEM or JWK',
      'JWKS URL',
      'Rotate keys',
      'Claim names: LivePerson, iAdvize, Zendesk, Intercom',
      'Attributes that agents see',
      'Encryption keys (JWE)',
      'Nonce',
    ],
    load: () => import('./areas/issuers/index.tsx'),
  },
  {
    id: 'providers',
    title: 'OpenID providers',
    words: [
      'OpenID Connect',
      'Discovery URL',
      'Client secret',
      'private_key_jwt',
      'Scopes and claims',
      'Keycloak, Entra ID, Auth0, Okta',
    ],
    load: () => import('./areas/providers/index.tsx'),
  },
  {
    id: 'security-keys',
    title: 'Security keys',
    words: ['Key for the login page', 'Sign calls of your backend', 'Revoke a security key'],
    load: () => import('./areas/security-keys.tsx'),
  },
];
