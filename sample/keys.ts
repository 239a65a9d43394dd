import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportPKCS8, exportSPKI, generateKeyPair, importPKCS8 } from 'jose';

export interface ShopKeys {
  readonly privateKey: CryptoKey;
  /** PEM (SPKI): what the brand registers with Doorstep. */
  readonly publicKey: string;
}

/** The shop's signing key (ES256), made at the first start and kept in a folder that only its owner reads. */
export async function shopKeys(folder: string): Promise<ShopKeys> {
  const privateFile = join(folder, 'shop-key.pem');
  const publicFile = join(folder, 'shop-key.pub.pem');
  const saved = await readFile(privateFile, 'utf8').catch(() => undefined);
  if (saved !== undefined) {
    const [privateKey, publicKey] = await Promise.all([
      importPKCS8(saved, 'ES256'),
      readFile(publicFile, 'utf8'),
    ]);
    return { privateKey, publicKey };
  }
  const pair = await generateKeyPair('ES256', { extractable: true });
  const [secret, publicKey] = await Promise.all([exportPKCS8(pair.privateKey), exportSPKI(pair.publicKey)]);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(publicFile, publicKey);
  // The private file last: where it exists, both do.
  await writeFile(privateFile, secret, { mode: 0o600 });
  return { privateKey: pair.privateKey, publicKey };
}
