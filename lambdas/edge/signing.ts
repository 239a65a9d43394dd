import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { Sign } from '../store/checkpoints.ts';

/** Signs with an asymmetric key (P-256) that never leaves KMS. An environment asks for the public key once. */
export function signWith(keyId: string, client = new KMSClient({})): Sign {
  let publicKey: Promise<string> | undefined;
  const readKey = async () => {
    const { PublicKey: key } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
    return base64url(key);
  };
  return async (hash) => {
    publicKey ??= readKey().catch((error) => {
      publicKey = undefined;
      throw error;
    });
    const signing = client.send(
      new SignCommand({
        KeyId: keyId,
        Message: Buffer.from(hash, 'base64url'),
        MessageType: 'RAW',
        SigningAlgorithm: 'ECDSA_SHA_256',
      }),
    );
    const [{ Signature: signature }, key] = await Promise.all([signing, publicKey]);
    return { signature: base64url(signature), key };
  };
}

const base64url = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('base64url');
