import { randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { audience, issuer, keyId } from './brand.ts';
import type { Customer } from './customers.ts';

/** A customer's login at the shop. */
export interface Login {
  readonly customer: Customer;
  /** Epoch seconds at which the password was entered. */
  readonly at: number;
}

/** What a customer without an account enters: by all of it together Doorstep finds who it is. */
export interface Details {
  /** The customer's number. */
  readonly customer: string;
  /** `YYYY-MM-DD`. */
  readonly born: string;
}

/** Signs who is logged in, for one request of Doorstep. */
export const signLogin = (
  privateKey: CryptoKey,
  origin: string,
  { customer, at }: Login,
  nonce: string,
): Promise<string> =>
  sign(privateKey, origin, {
    nonce,
    sub: customer.id,
    name: customer.name,
    attributes: customer.attributes,
    auth_time: at,
    acr: 'password',
    amr: ['pwd'],
  });

/** Signs what somebody said of themselves: no subject, for the shop does not know whether it is true. */
export const signDetails = (
  privateKey: CryptoKey,
  origin: string,
  { customer, born }: Details,
  nonce: string,
): Promise<string> => sign(privateKey, origin, { nonce, private_data: { customer, born } });

/** A token with a `jti` of its own, good for two minutes. */
const sign = (privateKey: CryptoKey, origin: string, claims: JWTPayload): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: keyId, typ: 'JWT' })
    .setIssuer(issuer(origin))
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('2 minutes')
    .sign(privateKey);
