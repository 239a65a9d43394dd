import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';

/** Whose secret it is; sealed for one user, it opens for no other. */
export interface SealedFor {
  readonly brand: string;
  readonly agent: string;
}

/** Seals secrets so that the table holds none. */
export interface Sealing {
  seal(secret: string, owner: SealedFor): Promise<string>;
  open(sealed: string, owner: SealedFor): Promise<string>;
}

/** Sealing by a KMS key, with brand and agent in the encryption context. */
export function kmsSealing(keyId: string, client = new KMSClient({})): Sealing {
  return {
    async seal(secret, { brand, agent }) {
      const { CiphertextBlob: sealed } = await client.send(
        new EncryptCommand({
          KeyId: keyId,
          Plaintext: Buffer.from(secret),
          EncryptionContext: { brand, agent },
        }),
      );
      return Buffer.from(sealed ?? []).toString('base64url');
    },
    async open(sealed, { brand, agent }) {
      const { Plaintext: secret } = await client.send(
        new DecryptCommand({
          KeyId: keyId,
          CiphertextBlob: Buffer.from(sealed, 'base64url'),
          EncryptionContext: { brand, agent },
        }),
      );
      return Buffer.from(secret ?? []).toString();
    },
  };
}
