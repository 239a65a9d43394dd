import { type Check, kindOf, type Stage } from './checks.ts';
import { type Claims, claimOf } from './json.ts';
import { isText } from './registered-claims.ts';

/** What a brand knows of a person, by field: to be matched with its records, never to be kept. */
export type PrivateData = Readonly<Record<string, string>>;

const most = 10;

/** Whether a token brings private data in the place of a subject. */
export const bringsPrivateData = (claims: Claims, subject: string): boolean =>
  claimOf(claims, subject) === undefined && claimOf(claims, 'private_data') !== undefined;

/** Reads the claim `private_data`. */
export function readPrivateData(claims: Claims): Stage<PrivateData> {
  const value = claimOf(claims, 'private_data');
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const fields = isObject ? Object.entries(value) : [];
  const holds =
    fields.length > 0 &&
    fields.length <= most &&
    fields.every(([name, one]) => isText(name, 40) && name !== '__proto__' && isText(one));
  const check: Check = {
    name: 'private_data',
    holds,
    reason: 'claim_wrong',
    expected: `private_data, an object of 1 to ${most} strings of at most 255 characters`,
    came: kindOf(value),
    change: "Send the fields that the brand's settings name, each as a string.",
  };
  return { checks: [check], ...(holds ? { value: value as PrivateData } : {}) };
}
