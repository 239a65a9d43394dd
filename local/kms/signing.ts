import { createECDH, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign } from 'node:crypto';
import type { ServiceAnswer } from '../control/server.ts';

/** Instead of an error for what a key that signs cannot do, and the other way round. */
const invalidUse = (message: string): ServiceAnswer => ({
  status: 400,
  body: { __type: 'InvalidKeyUsageException', message },
  error: 'InvalidKeyUsageException',
});

type Input = { Message?: string; MessageType?: 'RAW' | 'DIGEST'; SigningAlgorithm?: string };

/**
 * What an asymmetric key on P-256 answers.
 * @param secret the machine's own; each key is derived from it, so that it is there again after a restart
 */
export function answerSigning(secret: Buffer, arn: string, operation: string, input: Input): ServiceAnswer {
  const key = derive(secret, arn);
  if (operation === 'GetPublicKey') {
    const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
    const body = {
      KeyId: arn,
      PublicKey: der.toString('base64'),
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
      SigningAlgorithms: ['ECDSA_SHA_256'],
    };
    return { status: 200, body };
  }
  if (operation !== 'Sign') return invalidUse(`The key ${arn} signs, and cannot ${operation}.`);
  if (input.SigningAlgorithm !== 'ECDSA_SHA_256')
    return invalidUse(`The key ${arn} does not know the algorithm ${input.SigningAlgorithm}.`);
  const message = Buffer.from(input.Message ?? '', 'base64');
  if (input.MessageType === 'DIGEST')
    return invalidUse('The local keys sign messages (RAW) and no digests, since Node.js cannot.');
  const signature = sign('sha256', message, key);
  const body = { KeyId: arn, Signature: signature.toString('base64'), SigningAlgorithm: 'ECDSA_SHA_256' };
  return { status: 200, body };
}

function derive(secret: Buffer, arn: string): KeyObject {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(Buffer.from(hkdfSync('sha256', secret, '', `sign ${arn}`, 32)));
  const point = ecdh.getPublicKey();
  const coordinate = (from: number) => point.subarray(from, from + 32).toString('base64url');
  const d = ecdh.getPrivateKey('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', d, x: coordinate(1), y: coordinate(33) };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}
