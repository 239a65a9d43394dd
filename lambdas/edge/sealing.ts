import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { fingerprint } from '../core/secrets.ts';
import type { SealedUse } from '../core/settings/sealed-use.ts';

/** As many opened secrets as one environment keeps. */
const capacity = 200;

/**
 * Seals what a brand must keep secret, by KMS with brand and use in the encryption context: sealed for one brand and use,
 * it opens for no other. An environment keeps what it has opened, so that a step-up asks KMS once in an environment's life.
 */
export class Seals {
  readonly #key: string;
  readonly #client: KMSClient;
  readonly #opened = new Map<string, string>();

  constructor(key: string, client = new KMSClient({})) {
    this.#key = key;
    this.#client = client;
  }

  /** At most 4,096 bytes; returns base64url. */
  async seal(brand: string, use: SealedUse, secret: string): Promise<string> {
    const { CiphertextBlob: sealed } = await this.#client.send(
      new EncryptCommand({
        KeyId: this.#key,
        Plaintext: Buffer.from(secret),
        EncryptionContext: { brand, use },
      }),
    );
    return Buffer.from(sealed ?? []).toString('base64url');
  }

  /** What `seal` was given. Throws when it was sealed for another brand or use. */
  async open(brand: string, use: SealedUse, sealed: string): Promise<string> {
    const name = fingerprint(brand, use, sealed);
    const known = this.#opened.get(name);
    if (known !== undefined) return known;
    const { Plaintext: secret } = await this.#client.send(
      new DecryptCommand({
        KeyId: this.#key,
        CiphertextBlob: Buffer.from(sealed, 'base64url'),
        EncryptionContext: { brand, use },
      }),
    );
    const text = Buffer.from(secret ?? []).toString();
    this.#opened.set(name, text);
    const [oldest] = this.#opened.keys();
    if (this.#opened.size > capacity && oldest !== undefined) this.#opened.delete(oldest);
    return text;
  }
}
