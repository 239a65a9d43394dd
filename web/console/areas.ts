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
        load: () => import('./areas/skills.tsx'),
      },
    ],
  },
  { title: 'Login of consumers', areas: loginAreas },
];

export const areas: readonly Area[] = groups.flatMap((group) => group.areas);
