import { randomBytes } from 'node:crypto';
import { allows, type Request } from '../access.ts';
import type { KeyModel } from '../assembly/model.ts';
import type { Caller } from '../caller.ts';
import type { ServiceAnswer } from '../control/server.ts';
import { InvalidCiphertext, type KeyFile } from './keys.ts';
import { answerSigning } from './signing.ts';

type Input = {
  KeyId?: string;
  Plaintext?: string;
  CiphertextBlob?: string;
  EncryptionContext?: Record<string, string>;
  KeySpec?: 'AES_128' | 'AES_256';
  NumberOfBytes?: number;
  Message?: string;
  MessageType?: 'RAW' | 'DIGEST';
  SigningAlgorithm?: string;
};

/** The KMS protocol, for keys that seal and for keys that sign. Only the caller's role is asked, as the key's own policy hands that on to IAM. */
export function answerKms(
  file: KeyFile,
  keys: KeyModel[],
  operation: string,
  body: Buffer,
  caller: Caller | undefined,
): ServiceAnswer {
  const input = JSON.parse(body.toString() || '{}') as Input;
  const context = input.EncryptionContext ?? {};
  const mayNot = (resource: string): boolean =>
    caller !== undefined && !allows(caller.function.statements, request(operation, resource, context));
  if (operation === 'Decrypt') return decrypt(file, input, context, mayNot);
  const key = keys.find(({ id, arn }) => input.KeyId === id || input.KeyId === arn);
  if (key && mayNot(key.arn)) return denied(operation);
  if (!key) return failure('NotFoundException', `Key '${input.KeyId}' does not exist`);
  if (key.signs) return answerSigning(file.secret, key.arn, operation, input);
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

function decrypt(
  file: KeyFile,
  input: Input,
  context: Record<string, string>,
  mayNot: (resource: string) => boolean,
): ServiceAnswer {
  try {
    const { keyId, plaintext } = file.open(Buffer.from(input.CiphertextBlob ?? '', 'base64'), context);
    if (mayNot(keyId)) return denied('Decrypt');
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

/** The condition keys that KMS has for an encryption context. */
function request(operation: string, resource: string, context: Record<string, string>): Request {
  const facts = (key: string): string[] | undefined => {
    if (key === 'kms:EncryptionContextKeys') return Object.keys(context);
    const [, name] = /^kms:EncryptionContext:(.+)$/.exec(key) ?? [];
    if (name === undefined) return undefined;
    const value = context[name];
    return value === undefined ? [] : [value];
  };
  return { action: `kms:${operation}`, resource, facts };
}

function denied(operation: string): ServiceAnswer {
  const message = `The role is not authorized to perform kms:${operation} with this key and encryption context`;
  return failure('AccessDeniedException', message);
}

function failure(type: string, message: string): ServiceAnswer {
  return { status: 400, body: { __type: type, message }, error: type };
}
