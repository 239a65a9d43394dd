import type { LoginMethod } from '../contract/login.ts';

/** A way to try the shop's chat. */
export interface Way {
  /** The value of `?chat=` that chooses it. */
  readonly id: string;
  /** The engagement, which says how people log in there; its id where it has one of its own. */
  readonly engagement?: string;
  readonly label: string;
  /** What happens, in one line. */
  readonly what: string;
  /** What to do to see it. */
  readonly steps: readonly string[];
  readonly methods: readonly LoginMethod[];
  /** Nobody is admitted who has not logged in. */
  readonly membersOnly?: boolean;
  /** The page wants a login first, and takes no for an answer. */
  readonly loginFirst?: boolean;
}

export interface WayGroup {
  readonly title: string;
  readonly ways: readonly Way[];
}

const begin = 'Open the chat and write something. Do not log in.';
const ask = 'At the desk accept it, and press “Ask to log in”.';

/** @param provider the id of the shop's OpenID provider */
export function wayGroups(provider: string): readonly WayGroup[] {
  const token = { method: 'token' } as const;
  const oidc = { method: 'oidc', provider } as const;
  const page = { method: 'login_page' } as const;
  const details = { method: 'private_data' } as const;
  return [
    {
      title: 'Right now, without an agent',
      ways: [
        {
          id: 'assistant',
          label: 'With the shop’s bot',
          what: 'A bot asks for the login, and carries out what waited for it, once.',
          steps: [
            'Open the chat and ask for your account statement.',
            'Log in by any of the four ways; the statement comes by itself then.',
          ],
          methods: [token, oidc, page, details],
        },
      ],
    },
    {
      title: 'When an agent asks',
      ways: [
        {
          id: 'web',
          label: 'The shop’s own login',
          what: 'The shop’s backend signs a token that says who is logged in.',
          steps: [begin, ask, 'Here press “Log in”: ada with lighthouse.'],
          methods: [token],
        },
        {
          id: 'account',
          label: 'OpenID Connect',
          what: 'The login is at the shop’s OpenID provider, in a window of its own.',
          steps: [begin, ask, 'Here press “Log in”. For the stronger level the code is 246810.'],
          methods: [oidc],
        },
        {
          id: 'page',
          label: 'A login page',
          what: 'A one-use link leads to the shop’s login page, whose backend reports who it was.',
          steps: [
            begin,
            ask,
            'Press “Log in”. Or open that window’s address elsewhere, as if it had been forwarded: nobody gets into your chat by it.',
          ],
          methods: [page],
        },
        {
          id: 'details',
          label: 'Private data',
          what: 'No account: a customer number and a date of birth that fit one customer.',
          steps: [begin, ask, 'Confirm your details: 1001 and 1990-04-12.'],
          methods: [details],
        },
        {
          id: 'choice',
          label: 'A choice of ways',
          what: 'The customer chooses; an agent may ask for a level that only one of them reaches.',
          steps: [
            begin,
            `${ask} As level take “password+code”.`,
            'The shop’s login is too weak; the provider’s will do.',
          ],
          methods: [token, oidc],
        },
      ],
    },
    {
      title: 'Before the chat begins',
      ways: [
        {
          id: 'known',
          engagement: 'web',
          label: 'Already logged in',
          what: 'Who is logged in at the shop is verified from the first message on, without a question.',
          steps: ['Log in at the shop, or press “As Ada” below.', 'Open the chat and write something.'],
          methods: [token],
        },
        {
          id: 'greeting',
          label: 'A login first, if you like',
          what: 'The page wishes for a login; going on without one stays possible.',
          steps: ['Open the chat, and log in or go on without.'],
          methods: [token, oidc],
          loginFirst: true,
        },
        {
          id: 'members',
          label: 'For members only',
          what: 'Nobody writes here who has not logged in.',
          steps: [
            'Open the chat and log in.',
            'On a second device, or in a private window, do the same: the first chat is under “Your other chats”.',
          ],
          methods: [token, oidc],
          membersOnly: true,
        },
      ],
    },
  ];
}

export const ways = (provider: string): readonly Way[] => wayGroups(provider).flatMap((group) => group.ways);

/** Where the address says nothing. */
export const usualWay = 'web';

export const engagementOf = ({ engagement, id }: Way): string => engagement ?? id;
