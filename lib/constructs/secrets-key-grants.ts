import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { DoorstepFunction } from './function.ts';

/**
 * Lets a function seal and open a factor's secret, and tells it the key. Only under an encryption context that names
 * brand and agent, so that the bytes of one agent are of no use for another.
 */
export function grantSecrets(key: IKey, fn: DoorstepFunction): void {
  fn.set('KMS_KEY_ID', key.keyId);
  fn.allow({
    actions: ['kms:Encrypt', 'kms:Decrypt'],
    resources: [key.keyArn],
    conditions: {
      'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['brand', 'agent'] },
      Null: { 'kms:EncryptionContext:brand': 'false', 'kms:EncryptionContext:agent': 'false' },
    },
  });
}
