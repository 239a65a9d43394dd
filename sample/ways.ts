import type { LoginMethod } from '../contract/login.ts';

/** A way to try the shop's chat: each has an engagement of its own, which says how people log in there. */
export interface Way {
  /** The engagement, and the value of `?chat=` that chooses it. */
  readonly id: string;
  readonly label: string;
  readonly methods: readonly LoginMethod[];
  /** Nobody is admitted who has not logged in. */
  readonly membersOnly?: boolean;
  /** The page wants a login first, and takes no for an answer. */
  readonly loginFirst?: boolean;
}

/** @param provider the id of the shop's OpenID provider */
export const ways = (provider: string): readonly Way[] => {
  const token = { method: 'token' } as const;
  const oidc = { method: 'oidc', provider } as const;
  return [
    { id: 'web', label: "The shop's own login", methods: [token] },
    { id: 'account', label: 'OpenID Connect', methods: [oidc] },
    { id: 'page', label: "The shop's login page", methods: [{ method: 'login_page' }] },
    { id: 'choice', label: 'A choice of ways', methods: [token, oidc] },
    { id: 'greeting', label: 'A login first, if you like', methods: [token, oidc], loginFirst: true },
    { id: 'assistant', label: 'With the shop’s bot', methods: [token] },
    { id: 'members', label: 'For members only', methods: [token, oidc], membersOnly: true },
  ];
};
