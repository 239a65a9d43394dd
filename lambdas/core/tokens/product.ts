import type * as z from 'zod/mini';
import type { claimMapping } from '../../../contract/http/management/issuers.ts';
import type { Product } from '../../../contract/token-report.ts';
import { type Claims, claimOf } from './json.ts';

/** Where the claims about the person stand. */
export interface ClaimNames {
  readonly subject: string;
  /** Several are joined with a space. */
  readonly name: string | readonly string[];
  readonly attributes: string;
  readonly acr: string;
  readonly amr: string;
  readonly authTime: string;
  readonly sessionEnd: string;
}

const own: ClaimNames = {
  subject: 'sub',
  name: 'name',
  attributes: 'attributes',
  acr: 'acr',
  amr: 'amr',
  authTime: 'auth_time',
  sessionEnd: 'session_exp',
};

/** The names that the tokens of other products use. */
const products: Record<Product, Partial<ClaimNames>> = {
  liveperson: { name: ['given_name', 'family_name'], attributes: 'lp_sdes' },
  iadvize: { subject: 'https://iadvize.com/userId', attributes: 'https://iadvize.com/visitorData' },
  zendesk: { subject: 'external_id' },
  intercom: { subject: 'user_id' },
};

/** An issuer's mapping: that of a product, or names of its own. */
export type ClaimMapping = Product | z.infer<typeof claimMapping>;

export function claimNames(mapping: ClaimMapping | undefined): ClaimNames {
  const given = typeof mapping === 'string' ? products[mapping] : (mapping ?? {});
  const named = Object.entries(given).filter(([, name]) => name !== undefined);
  return { ...own, ...Object.fromEntries(named) };
}

/** The product that a token seems to be made for, by its claims; for the inspector's words alone. */
export function looksLike(claims: Claims): Product | undefined {
  const has = (name: string) => claimOf(claims, name) !== undefined;
  if (has('https://iadvize.com/userId')) return 'iadvize';
  if (has('lp_sdes')) return 'liveperson';
  if (has('external_id')) return 'zendesk';
  return has('user_id') && !has('sub') ? 'intercom' : undefined;
}
