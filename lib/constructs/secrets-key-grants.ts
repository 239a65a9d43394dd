import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { SealedUse } from '../../lambdas/core/settings/sealed-use.ts';
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

/** Lets a function seal, or open, a brand's secrets of the uses named, and tells it the key. */
export function grantSeals(
  key: IKey,
  fn: DoorstepFunction,
  uses: Readonly<Partial<Record<'seal' | 'open', readonly SealedUse[]>>>,
): void {
  fn.set('KMS_KEY_ID', key.keyId);
  const actions = { seal: 'kms:Encrypt', open: 'kms:Decrypt' };
  for (const way of ['seal', 'open'] as const) {
    const named = uses[way];
    if (!named) continue;
    fn.allow({
      actions: [actions[way]],
      resources: [key.keyArn],
      conditions: {
        StringEquals: { 'kms:EncryptionContext:use': named },
        'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['brand', 'use'] },
        Null: { 'kms:EncryptionContext:brand': 'false' },
      },
    });
  }
}
