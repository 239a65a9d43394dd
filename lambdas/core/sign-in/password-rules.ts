import { done, type Result, refuse } from '../result.ts';
import { normalPassword } from './password.ts';

/** Least lengths in characters (SP 800-63B-4, section 3.1.1.2): a password that stands alone must be longer. */
const shortestWithFactor = 8;
const shortestAlone = 15;

export interface PasswordContext {
  /** Whether every sign-in with this password asks for a second factor too. */
  readonly factor: boolean;
  /** What the brand asks for at least; characters. */
  readonly least?: number;
  /** What an attacker would try first: names of the brand and of the person. */
  readonly words: readonly string[];
}

/** How many characters a password has, as a person counts them. */
const passwordLength = (password: string): number => [...normalPassword(password)].length;

/** Whether a password is long enough to be all that a sign-in asks for. */
export const standsAlone = (password: string): boolean => passwordLength(password) >= shortestAlone;

/** Checks a new password. There are no rules of composition: length and being hard to guess are what counts. */
export async function checkNewPassword(password: string, context: PasswordContext): Promise<Result<string>> {
  const least = Math.max(context.factor ? shortestWithFactor : shortestAlone, context.least ?? 0);
  if (passwordLength(password) < least)
    return refuse('password_refused', { detail: `A password needs ${least} characters or more.` });
  const folded = normalPassword(password).toLowerCase();
  if (new Set(folded).size < 3 || (await commonPasswords()).has(folded))
    return refuse('password_refused', { detail: 'This password is among the first that anybody would try.' });
  if (isMadeOf(folded, context.words))
    return refuse('password_refused', { detail: 'The password must not be made of names used here.' });
  return done(password);
}

/** Characters that must be left when the names are taken away. */
const ownCharacters = 5;

function isMadeOf(folded: string, words: readonly string[]): boolean {
  const parts = words
    .flatMap((word) =>
      word
        .normalize('NFKC')
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u),
    )
    .concat('doorstep')
    .filter((part) => part.length >= 3)
    .sort((a, b) => b.length - a.length);
  const rest = parts.reduce((left, part) => left.replaceAll(part, ''), folded);
  return rest !== folded && [...rest].length < ownCharacters;
}

let common: Set<string> | undefined;

/** The 49,000 most used passwords; loaded when the first password is chosen, for they are of no use to a sign-in. */
async function commonPasswords(): Promise<Set<string>> {
  if (!common) {
    const { dictionary } = await import('@zxcvbn-ts/language-common');
    common = new Set(dictionary['passwords-common'].map(String));
  }
  return common;
}
