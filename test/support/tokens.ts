import type { KeyObject } from 'node:crypto';
import type { IssuerRecord } from '../../lambdas/core/settings/issuer.ts';
import type { IssuerKey } from '../../lambdas/core/settings/issuer-key.ts';
import { checkToken, judged } from '../../lambdas/core/tokens/check-token.ts';
import type { SigningAlgorithm } from '../../lambdas/core/tokens/header.ts';
import { readToken } from '../../lambdas/core/tokens/read.ts';
import type { Sources } from '../../lambdas/core/tokens/verify.ts';

export const keyOf = (kid: string, alg: SigningAlgorithm, key: KeyObject): IssuerKey => ({
  kid,
  alg,
  jwk: key.export({ format: 'jwk' }) as IssuerKey['jwk'],
});

/** An issuer whose tokens need nothing but its keys. */
export const issuerOf = (keys: readonly IssuerKey[], more: Partial<IssuerRecord> = {}): IssuerRecord => ({
  id: 'issuer-1',
  iss: 'https://shop.example',
  aud: 'doorstep',
  namespace: 'shop',
  nonce: true,
  keys,
  version: 1,
  ...more,
});

const nobody: Sources = {
  open: () => Promise.reject(new Error('Nothing is sealed here.')),
  published: () => Promise.reject(new Error('Nothing may be fetched here.')),
};

/** Every check of a token, as redeeming makes it. */
export const check = (
  token: string,
  issuer: IssuerRecord | undefined,
  against: { nonce?: string; now: number },
  sources: Partial<Sources> = {},
) =>
  checkToken(readToken(token), { issuer, nonce: against.nonce, now: against.now }, { ...nobody, ...sources });

export const judge = async (...given: Parameters<typeof check>) => judged(await check(...given));
