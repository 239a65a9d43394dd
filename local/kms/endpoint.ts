import { randomBytes } from 'node:crypto';
import type { KeyModel } from '../assembly/model.ts';
import type { ServiceAnswer } from '../control/server.ts';
import { InvalidCiphertext, type KeyFile } from './keys.ts';

type Input = {
  KeyId?: string;
  Plaintext?: string;
  CiphertextBlob?: string;
  EncryptionContext?: Record<string, string>;
  KeySpec?: 'AES_128' | 'AES_256';
  NumberOfBytes?: number;
};

/** The KMS protocol for symmetric keys. Who may use a key, and under which context, is not enforced on a laptop. */
export function answerKms(file: KeyFile, keys: KeyModel[], operation: string, body: Buffer): ServiceAnswer {
  const input = JSON.parse(body.toString() || '{}') as Input;
  const context = input.EncryptionContext ?? {};
  if (operation === 'Decrypt') return decrypt(file, input, context);
  const key = keys.find(({ id, arn }) => input.KeyId === id || input.KeyId === arn);
  if (!key) return failure('NotFoundException', `Key '${input.KeyId}' does not exist`);
  const seal = (plaintext: Buffer): string => file.seal(key.arn, plaintext, context).toString('base64');
  const base = { KeyId: key.arn };
  if (operation === 'Encrypt') {
    const sealed = seal(Buffer.from(input.Plaintext ?? '', 'base64'));
    return {
      status: 200,
      body: { ...base, CiphertextBlob: sealed, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
    };
  }
  if (operation === 'GenerateDataKey' || operation === 'GenerateDataKeyWithoutPlaintext') {
    const secret = randomBytes(input.NumberOfBytes ?? (input.KeySpec === 'AES_128' ? 16 : 32));
    const plain = operation === 'GenerateDataKey' ? { Plaintext: secret.toString('base64') } : {};
    return { status: 200, body: { ...base, ...plain, CiphertextBlob: seal(secret) } };
  }
  return failure('UnknownOperationException', `The local keys do not know the operation ${operation}.`);
}

function decrypt(file: KeyFile, input: Input, context: Record<string, string>): ServiceAnswer {
  try {
    const { keyId, plaintext } = file.open(Buffer.from(input.CiphertextBlob ?? '', 'base64'), context);
    const body = {
      KeyId: keyId,
      Plaintext: plaintext.toString('base64'),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
    return { status: 200, body };
  } catch (error) {
    if (error instanceof InvalidCiphertext) return failure('InvalidCiphertextException', '');
    throw error;
  }
}

function failure(type: string, message: string): ServiceAnswer {
  return { status: 400, body: { __type: type, message }, error: type };
}
