import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { audience, issuer, keyId } from './brand.ts';
import type { Customer } from './customers.ts';

/** A customer's login at the shop. */
export interface Login {
  readonly customer: Customer;
  /** Epoch seconds at which the password was entered. */
  readonly at: number;
}

/** Signs who is logged in, for one request of Doorstep: its nonce, a `jti` of its own, two minutes. */
export function signLogin(
  privateKey: CryptoKey,
  origin: string,
  login: Login,
  nonce: string,
): Promise<string> {
  const { customer, at } = login;
  return new SignJWT({
    nonce,
    name: customer.name,
    attributes: customer.attributes,
    auth_time: at,
    acr: 'password',
    amr: ['pwd'],
  })
    .setProtectedHeader({ alg: 'ES256', kid: keyId, typ: 'JWT' })
    .setIssuer(issuer(origin))
    .setAudience(audience)
    .setSubject(customer.id)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('2 minutes')
    .sign(privateKey);
}
