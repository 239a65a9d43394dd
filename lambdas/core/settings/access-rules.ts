import { lifetimes } from '../sign-in/lifetimes.ts';
import type { BrandRecord } from './records.ts';

/** What a brand asks of a sign-in. Times are in milliseconds. */
export interface AccessRules {
  readonly idle: number;
  readonly overall: number;
  readonly lock: number;
  readonly passwordLength: number;
  /** CIDR; none when people may come from anywhere. */
  readonly networks: readonly string[];
}

const shortestPassword = 8;

export function rulesOf({ signInPolicy: own, networks = [] }: Partial<BrandRecord> = {}): AccessRules {
  return {
    idle: own ? own.idleMinutes * 60_000 : lifetimes.sessionIdle,
    overall: own ? own.overallHours * 3_600_000 : lifetimes.session,
    lock: own ? own.lockMinutes * 60_000 : lifetimes.codeLock,
    passwordLength: own?.passwordLength ?? shortestPassword,
    networks,
  };
}

/** Whether a brand has rules of its own, so that a sign-in must read them again at its second step. */
export const hasOwnRules = ({ signInPolicy, networks = [] }: BrandRecord): boolean =>
  signInPolicy !== undefined || networks.length > 0;

/** How often the brand has begun to ask for a second factor: sessions without one name the count they began under. */
export const enforcementOf = (brand: Pick<BrandRecord, 'enforced'>): number => brand.enforced ?? 0;
