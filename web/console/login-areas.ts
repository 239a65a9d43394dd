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
];
