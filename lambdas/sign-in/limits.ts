import { done, type Result } from '../core/result.ts';
import { loginNameHash } from '../core/sign-in/login-name.ts';
import { networkOf, siteOf } from '../edge/address.ts';
import { anyBrand, type Limit, withinLimit } from '../store/limits.ts';
import type { Dependencies } from './dependencies.ts';

const window = 10 * 60_000;

const limit = (kind: string, who: string, most: number): Limit => ({
  zone: 'auth',
  kind,
  who,
  most,
  window,
});

/** Tries for one account from one place: strangers elsewhere cannot use up what its owner may try. */
export const triesOf = (loginName: string, address: string): Limit =>
  limit('account', `${loginNameHash(loginName)} ${siteOf(address)}`, 20);

/**
 * All sign-ins of a network over all brands, so that a flood costs little; generous, for an office is one network. Of IPv6
 * also those of the whole site, which one subscriber may hold.
 */
export async function calm({ db, now }: Dependencies, address: string): Promise<Result<undefined>> {
  const [network, site] = [networkOf(address), siteOf(address)];
  const limits = [limit('network', network, 600), ...(site === network ? [] : [limit('site', site, 1800)])];
  const counted = await Promise.all(limits.map((one) => withinLimit(db, anyBrand, one, now())));
  return counted.find((one) => !one.ok) ?? done(undefined);
}

/** Uses of invitations from one network. */
export const invitationsOf = (network: string): Limit => limit('invitation', network, 60);
