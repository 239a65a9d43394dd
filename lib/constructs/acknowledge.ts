import { Stack, Token, Validations } from 'aws-cdk-lib/core';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import type { Construct } from 'constructs';

/** Tells cdk-nag why the resources with a `*` in them are right. It wants each by its exact text, as it prints it. */
export function acknowledgeWildcards(scope: Construct, resources: readonly string[], reason: string): void {
  for (const resource of resources) {
    const text = Token.isUnresolved(resource)
      ? flattenCfnReference(Stack.of(scope).resolve(resource))
      : resource;
    if (!text.includes('*')) continue;
    Validations.of(scope).acknowledge({ id: `AwsSolutions-IAM5[Resource::${text}]`, reason });
  }
}
