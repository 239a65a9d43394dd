import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { answerKms } from '../../../local/kms/endpoint.ts';
import { KeyFile } from '../../../local/kms/keys.ts';

const signing = { id: 'logkey', arn: 'arn:aws:kms:us-east-1:000000000000:key/logkey', signs: true };
const sealing = { id: 'secrets', arn: 'arn:aws:kms:us-east-1:000000000000:key/secrets', signs: false };
const file = new KeyFile();
const ask = (operation: string, input: object, keys = file) =>
  answerKms(keys, [signing, sealing], operation, Buffer.from(JSON.stringify(input)), undefined);
const Message = Buffer.from('a checkpoint').toString('base64');
const sign = { KeyId: signing.id, Message, MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' };

describe('a key that signs', () => {
  it('signs what its public half verifies', () => {
    const { PublicKey } = ask('GetPublicKey', { KeyId: signing.id }).body as { PublicKey: string };
    const { Signature } = ask('Sign', sign).body as { Signature: string };
    const key = createPublicKey({ key: Buffer.from(PublicKey, 'base64'), format: 'der', type: 'spki' });
    const signature = Buffer.from(Signature, 'base64');
    expect(verify('sha256', Buffer.from('a checkpoint'), key, signature)).toBe(true);
    expect(verify('sha256', Buffer.from('another'), key, signature)).toBe(false);
  });

  it('is the same as long as the machine keeps its secret, and another on another machine', () => {
    const key = (keys: KeyFile) =>
      (ask('GetPublicKey', { KeyId: signing.id }, keys).body as { PublicKey: string }).PublicKey;
    expect(key(file)).toBe(key(file));
    expect(key(new KeyFile())).not.toBe(key(file));
  });

  it('does nothing else, and no other algorithm', () => {
    expect(ask('Encrypt', { KeyId: signing.id, Plaintext: Message }).error).toBe('InvalidKeyUsageException');
    expect(ask('Sign', { ...sign, SigningAlgorithm: 'RSASSA_PSS_SHA_256' }).error).toBe(
      'InvalidKeyUsageException',
    );
    expect(ask('Sign', { ...sign, MessageType: 'DIGEST' }).error).toBe('InvalidKeyUsageException');
    expect(ask('Sign', { ...sign, KeyId: sealing.id }).error).toBe('UnknownOperationException');
  });
});
