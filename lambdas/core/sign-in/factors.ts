import { randomBytes } from 'node:crypto';
import { s256 } from '../secrets.ts';

export type FactorKind = 'totp' | 'passkey';

/** A second factor of a person, as it is listed. What it proves itself by stands elsewhere. */
export interface Factor {
  readonly id: string;
  readonly kind: FactorKind;
  /** What its owner calls it; may be empty. */
  readonly name: string;
  /** Seconds. */
  readonly createdAt: number;
}

/** How many factors a person may have. Each authenticator app is one more secret that a guess could hit. */
export const mostFactors = { totp: 3, all: 8 } as const;

const letters = { totp: 't', passkey: 'p' } as const;

/** 36 random bits: enough to tell one person's factors apart, and short. */
export const newFactorId = (): string => randomBytes(5).toString('base64url').slice(0, 6);

/** All factors as one attribute, a line each: compared whole by every change, and short, for one write unit must do. */
export const factorsText = (factors: readonly Factor[]): string =>
  factors
    .map(({ id, kind, name, createdAt }) => `${id}${letters[kind]}${createdAt.toString(36)}:${name}`)
    .join('\n');

/** The factors that an attribute holds, the oldest first. */
export const readFactors = (text: string | undefined): Factor[] =>
  text === undefined ? [] : text.split('\n').map(readFactor);

function readFactor(line: string): Factor {
  const colon = line.indexOf(':');
  return {
    id: line.slice(0, 6),
    kind: line[6] === letters.passkey ? 'passkey' : 'totp',
    createdAt: Number.parseInt(line.slice(7, colon), 36),
    name: line.slice(colon + 1),
  };
}

/** The secrets of a person's authenticator apps by factor, sealed together so that one call to KMS opens them. */
export type TotpSecrets = ReadonlyMap<string, string>;

export const secretsText = (secrets: TotpSecrets): string =>
  [...secrets].map(([id, secret]) => `${id}${secret}`).join(' ');

export const readSecrets = (text: string): TotpSecrets =>
  new Map(text.split(' ').map((one) => [one.slice(0, 6), one.slice(6)]));

/** A passkey's factor, found by the credential that it answers with. */
export const passkeyFactorId = (credential: string): string => s256(credential).slice(0, 6);
