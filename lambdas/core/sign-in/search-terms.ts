import { normalLoginName } from './login-name.ts';
import type { User } from './user.ts';

/** What a name is found by: the same for every spelling of width and case, and no longer than a sort key may be. */
export const searchable = (name: string): string => normalLoginName(name).slice(0, 200);

/** The terms that a user is listed under, in order and each once: the name, the login name, each with the user's id. */
export const termsOf = ({ id, name, loginName, role }: User): string[] =>
  [...new Set([name, ...(role === 'bot' ? [] : [loginName])].map(searchable))].map((term) => `${term}#${id}`);
