import { createHash, createHmac } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What Doorstep shows the shop once, when the shop is made known to it. */
export interface Secrets {
  /** What the shop's backend signs its calls with. */
  readonly securityKey: { readonly id: string; readonly key: string };
  /** What events are signed with that Doorstep posts to the shop. */
  readonly webhook: string;
  /** The key of the shop's bot. */
  readonly bot: string;
}

const fileIn = (folder: string): string => join(folder, 'secrets.json');

/** Keeps the secrets in a folder that only its owner reads. */
export async function keepSecrets(folder: string, secrets: Secrets): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(fileIn(folder), JSON.stringify(secrets), { mode: 0o600 });
}

export const readSecrets = async (folder: string): Promise<Secrets> =>
  JSON.parse(await readFile(fileIn(folder), 'utf8')) as Secrets;

/** Calls Doorstep as the shop's backend, signed with the security key. */
export async function callDoorstep(
  app: string,
  keyDir: string,
  path: string,
  said: object,
): Promise<Response> {
  const { id, key } = (await readSecrets(keyDir)).securityKey;
  const body = JSON.stringify(said);
  const time = Math.floor(Date.now() / 1000);
  const digest = createHash('sha256').update(body).digest('base64url');
  const signature = createHmac('sha256', key)
    .update(['POST', path, time, digest].join('\n'))
    .digest('base64url');
  return fetch(app + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'doorstep-signature': `key=${id}, time=${time}, signature=${signature}`,
    },
    body,
  });
}
