import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What was given to decrypt was not made by this key with this encryption context, or was changed. */
export class InvalidCiphertext extends Error {}

/** One machine's sealing key: AES-256-GCM under a file that only its owner may read. */
export class KeyFile {
  readonly #key: Buffer;

  /** @param path created at first use; everything sealed is lost with it. A random key in memory when left out. */
  constructor(path?: string) {
    if (path && !existsSync(path))
      writeFileSync(path, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
    this.#key = path ? Buffer.from(readFileSync(path, 'utf8'), 'base64') : randomBytes(32);
  }

  /** What the keys of this machine that sign are derived from. */
  get secret(): Buffer {
    return this.#key;
  }

  /** Seals bytes for one key id and encryption context; both are needed to open them. */
  seal(keyId: string, plaintext: Buffer, context: Record<string, string>): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    cipher.setAAD(associated(keyId, context));
    const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    const id = Buffer.from(keyId);
    return Buffer.concat([Buffer.from([id.length]), id, nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws InvalidCiphertext */
  open(ciphertext: Buffer, context: Record<string, string>): { keyId: string; plaintext: Buffer } {
    try {
      const start = 1 + ciphertext.readUInt8(0);
      const keyId = ciphertext.subarray(1, start).toString();
      const nonce = ciphertext.subarray(start, start + NONCE_BYTES);
      const tag = ciphertext.subarray(start + NONCE_BYTES, start + NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(associated(keyId, context));
      decipher.setAuthTag(tag);
      const sealed = ciphertext.subarray(start + NONCE_BYTES + TAG_BYTES);
      return { keyId, plaintext: Buffer.concat([decipher.update(sealed), decipher.final()]) };
    } catch {
      throw new InvalidCiphertext();
    }
  }
}

/** The same bytes for the same context, whatever the order of its members. */
function associated(keyId: string, context: Record<string, string>): Buffer {
  return Buffer.from(
    JSON.stringify([keyId, ...Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))]),
  );
}
