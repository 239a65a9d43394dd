import { callDoorstep } from '../backend.ts';
import { brandName } from '../brand.ts';
import type { Login } from '../token.ts';

/**
 * Tells Doorstep who has logged in on a link.
 * @param app Doorstep's origin
 * @returns where to send that browser; nothing when nobody may log in on this link any more
 */
export async function reportLogin(
  app: string,
  keyDir: string,
  link: string,
  { customer, at }: Login,
): Promise<string | undefined> {
  const { id: subject, name, attributes } = customer;
  const said = { login: link, subject, name, attributes, acr: 'password', amr: ['pwd'], authTime: at * 1000 };
  const response = await callDoorstep(app, keyDir, `/api/backend/${brandName}/logins`, said);
  return response.ok ? ((await response.json()) as { returnTo: string }).returnTo : undefined;
}
