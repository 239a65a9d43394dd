import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { DoorstepFunction } from './function.ts';

/** Lets a function sign checkpoints of the log, and tells it the key. */
export function grantLogSigning(key: IKey, fn: DoorstepFunction): void {
  fn.set('LOG_KEY_ID', key.keyId);
  fn.allow({ actions: ['kms:Sign', 'kms:GetPublicKey'], resources: [key.keyArn] });
}
