import type { ComponentType } from 'preact';
import type { SignInSession } from '../client/index.ts';
import { loginAreas } from './login-areas.ts';
import type { Query } from './route.ts';

/** What a screen is given: the rest of its address, and who looks at it. */
export interface AreaProps {
  readonly rest: readonly string[];
  readonly query: Query;
  readonly me: SignInSession;
}

export interface Area {
  readonly id: string;
  readonly title: string;
  /** What can be set or seen here, as an admin may call it: the search looks through these. */
  readonly words: readonly string[];
  readonly load: () => Promise<{ readonly default: ComponentType<AreaProps> }>;
}

/** The screens of the console, as its menu shows them. Each is loaded when it is opened. */
export const groups: readonly { readonly title: string; readonly areas: readonly Area[] }[] = [
  {
    // The first screen needs no heading above it.
    title: '',
    areas: [
      {
        id: '',
        title: 'Overview',
        words: ['What is set up', 'What is left to do'],
        load: () => import('./areas/overview/index.tsx'),
      },
    ],
  },
  {
    title: 'People',
    areas: [
      {
        id: 'users',
        title: 'Users',
        words: [
          'Invite somebody',
          'Agents and admins',
          'Roles',
          'Reset MFA',
          'Lost phone',
          'Sessions of a user',
          'New password link',
          'Disable or delete a user',
        ],
        load: () => import('./areas/users/index.tsx'),
      },
      {
        id: 'skills',
        title: 'Skills',
        words: ['Routing by skill', 'Departments and languages'],
        load: () => import('./areas/skills/index.tsx'),
      },
      {
        id: 'bots',
        title: 'Bots',
        words: ['Keys of bots', 'Scopes', 'Rotate or revoke a key'],
        load: () => import('./areas/bots/index.tsx'),
      },
      {
        id: 'answers',
        title: 'Canned answers',
        words: ['Texts for agents', 'Templates'],
        load: () => import('./areas/answers/index.tsx'),
      },
      {
        id: 'access',
        title: 'Account access control',
        words: [
          'Multi-factor authentication (MFA)',
          'Sign-in policy',
          'Password length',
          'When sessions end',
          'Authenticator apps',
          'Allowed networks',
        ],
        load: () => import('./areas/access/index.tsx'),
      },
    ],
  },
  { title: 'Login of consumers', areas: loginAreas },
  {
    title: 'Conversations',
    areas: [
      {
        id: 'conversations',
        title: 'Conversations',
        words: ['Search conversations', 'Transcripts', 'Export as JSON, CSV or HTML', 'Erase a person'],
        load: () => import('./areas/conversations/index.tsx'),
      },
      {
        id: 'erasures',
        title: 'Erasures',
        words: ['Receipts of erasures', 'Forget a person'],
        load: () => import('./areas/erasures/index.tsx'),
      },
      {
        id: 'retention',
        title: 'Retention',
        words: ['How long conversations are kept', 'How long the log is kept'],
        load: () => import('./areas/retention.tsx'),
      },
      {
        id: 'log',
        title: 'Log',
        words: ['Audit log', 'Who changed what', 'Failed sign-ins', 'Export the log', 'verify-log'],
        load: () => import('./areas/log/index.tsx'),
      },
    ],
  },
  {
    title: 'Brand',
    areas: [
      {
        id: 'general',
        title: 'General',
        words: ['Name of the brand', 'Step-up notifications', 'Open conversations of an agent'],
        load: () => import('./areas/general.tsx'),
      },
      {
        id: 'webhooks',
        title: 'Webhooks',
        words: ['Events to your systems', 'Signing secrets', 'Failed deliveries', 'Send a test'],
        load: () => import('./areas/webhooks/index.tsx'),
      },
    ],
  },
];

export const areas: readonly Area[] = groups.flatMap((group) => group.areas);
