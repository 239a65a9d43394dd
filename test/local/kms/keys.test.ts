import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { InvalidCiphertext, KeyFile } from '../../../local/kms/keys.ts';

const plaintext = Buffer.from('a secret');

describe('the key file', () => {
  it('opens what it sealed, under the same context in any order', () => {
    const file = new KeyFile();
    const sealed = file.seal('key', plaintext, { a: '1', b: '2' });
    expect(file.open(sealed, { b: '2', a: '1' })).toEqual({ keyId: 'key', plaintext });
    expect(sealed.includes(plaintext)).toBe(false);
  });

  it('refuses another context, another key, a changed byte, and rubbish', () => {
    const file = new KeyFile();
    const sealed = file.seal('key', plaintext, { a: '1' });
    const changed = Buffer.from(sealed);
    changed[sealed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    const renamed = Buffer.from(sealed);
    renamed.write('kex', 1);
    for (const context of [{}, { a: '2' }, { a: '1', b: '1' }])
      expect(() => file.open(sealed, context)).toThrow(InvalidCiphertext);
    for (const bytes of [changed, renamed, Buffer.alloc(0), Buffer.alloc(5)])
      expect(() => file.open(bytes, { a: '1' })).toThrow(InvalidCiphertext);
    expect(() => new KeyFile().open(sealed, { a: '1' })).toThrow(InvalidCiphertext);
  });

  it('is kept on disk for its owner only', () => {
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-key-'));
    const path = join(folder, 'key');
    const sealed = new KeyFile(path).seal('key', plaintext, {});
    expect(new KeyFile(path).open(sealed, {}).plaintext).toEqual(plaintext);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    rmSync(folder, { recursive: true });
  });
});
