import { s256 } from '../secrets.ts';

/** One spelling of a login name: width, case and outer spaces make no difference to whose it is. */
export const normalLoginName = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

/** What a login name is looked up and counted by. */
export const loginNameHash = (name: string): string => s256(normalLoginName(name));
