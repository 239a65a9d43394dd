import { createHash, createHmac } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brandName } from '../brand.ts';
import type { Login } from '../token.ts';

/** What the shop's backend signs its calls with. */
export interface SecurityKey {
  readonly id: string;
  readonly key: string;
}

const fileIn = (folder: string): string => join(folder, 'security-key.json');

/** Keeps the security key, which Doorstep shows once, in a folder that only its owner reads. */
export async function keepSecurityKey(folder: string, key: SecurityKey): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(fileIn(folder), JSON.stringify(key), { mode: 0o600 });
}

/**
 * Tells Doorstep who has logged in on a link, signed.
 * @param app Doorstep's origin
 * @returns where to send that browser; nothing when nobody may log in on this link any more
 */
export async function reportLogin(
  app: string,
  keyDir: string,
  link: string,
  { customer, at }: Login,
): Promise<string | undefined> {
  const { id, key } = JSON.parse(await readFile(fileIn(keyDir), 'utf8')) as SecurityKey;
  const { id: subject, name, attributes } = customer;
  const said = { login: link, subject, name, attributes, acr: 'password', amr: ['pwd'], authTime: at * 1000 };
  const body = JSON.stringify(said);
  const path = `/api/backend/${brandName}/logins`;
  const time = Math.floor(Date.now() / 1000);
  const digest = createHash('sha256').update(body).digest('base64url');
  const signature = createHmac('sha256', key)
    .update(['POST', path, time, digest].join('\n'))
    .digest('base64url');
  const response = await fetch(app + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'doorstep-signature': `key=${id}, time=${time}, signature=${signature}`,
    },
    body,
  });
  return response.ok ? ((await response.json()) as { returnTo: string }).returnTo : undefined;
}
