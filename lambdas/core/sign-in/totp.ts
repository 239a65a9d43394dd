import { generateSecret, generateURI, verifySync } from 'otplib';

/** RFC 6238 with the parameters that every authenticator app knows: SHA-1, six digits, thirty seconds. */
const period = 30;

/** A new secret of 160 bits, in base32 as apps take it. */
export const newTotpSecret = (): string => generateSecret({ length: 20 });

/** The URI that an authenticator app scans. */
export const totpUri = (secret: string, issuer: string, label: string): string =>
  generateURI({ strategy: 'totp', secret, issuer, label });

/**
 * The time step that a code stands for: this one, or the one before for a clock that is behind (RFC 6238, section 5.2).
 * A step that was used, or any before it, counts no more.
 * @param now milliseconds
 */
export function totpStep(secret: string, code: string, now: number, lastStep = 0): number | undefined {
  const epoch = Math.floor(now / 1000);
  if (lastStep >= Math.floor(epoch / period)) return undefined;
  const result = verifySync({
    secret,
    token: code,
    epoch,
    period,
    epochTolerance: [period, 0],
    afterTimeStep: lastStep,
  });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}
