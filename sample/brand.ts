import type * as z from 'zod/mini';
import type { createBrand } from '../contract/http/management/operator.ts';

export type BrandToCreate = z.infer<typeof createBrand>;

export const brandName = 'harbour';
/** What the shop's tokens say, and what Doorstep expects of them. */
export const issuer = (origin: string): string => `${origin}/`;
export const audience = 'doorstep';
export const keyId = 'shop-1';

/**
 * What the shop asks Doorstep for: its two engagements, and its public key to verify logins with.
 *
 * @param publicKey PEM (SPKI) of the ES256 key that signs the shop's tokens
 * @param origin the shop's own origin, which alone may carry the widget
 */
export function sampleBrand(publicKey: string, origin: string): BrandToCreate {
  const platform = 'web' as const;
  const engagement = { platform, origins: [origin], idleMinutes: 30, requestMinutes: 15 };
  return {
    brand: brandName,
    name: 'Harbour Supply',
    admin: { loginName: 'admin@harbour.example', name: 'Noor Admin' },
    engagements: [
      { ...engagement, id: 'web', name: 'Shop', channel: 'messaging', authenticatedMinutes: 30 },
      { ...engagement, id: 'live', name: 'Shop, live chat', channel: 'live_chat', authenticatedMinutes: 30 },
    ],
    issuers: [
      {
        iss: issuer(origin),
        aud: audience,
        nonce: true,
        keys: [{ kid: keyId, alg: 'ES256', key: publicKey }],
      },
    ],
  };
}
