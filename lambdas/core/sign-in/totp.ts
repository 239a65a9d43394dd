import { generateSecret, generateURI, verifySync } from 'otplib';

/** RFC 6238 with the parameters that every authenticator app knows: SHA-1, six digits, thirty seconds. */
const period = 30;

/** When a time step began; milliseconds. */
export const stepTime = (step: number): number => step * period * 1000;

/** A new secret of 160 bits, in base32 as apps take it. */
export const newTotpSecret = (): string => generateSecret({ length: 20 });

/** The URI that an authenticator app scans. */
export const totpUri = (secret: string, issuer: string, label: string): string =>
  generateURI({ strategy: 'totp', secret, issuer, label });

/**
 * The time step that a code stands for: this one, or the one before for a clock that is behind (RFC 6238, section 5.2).
 * Whether the step was used already is decided where it is recorded.
 * @param now milliseconds
 */
export function totpStep(secret: string, code: string, now: number): number | undefined {
  const epoch = Math.floor(now / 1000);
  const result = verifySync({ secret, token: code, epoch, period, epochTolerance: [period, 0] });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}
