import type { FunctionModel, PolicyStatement } from './model.ts';
import { UnsupportedTemplate } from './resolver.ts';
import { functionIn, type ResolvedResource, required } from './resources-view.ts';

type Statement = {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource: string | string[];
  Condition?: PolicyStatement['conditions'];
};
type Policy = { PolicyDocument: { Statement: Statement[] } };

/** The functions that run: not those which serve CloudFormation's own custom resources at deployment. */
export function functionModels(
  functions: ResolvedResource[],
  roles: ResolvedResource[],
  policies: ResolvedResource[],
  serviceTokens: unknown[],
): FunctionModel[] {
  const deploying = new Set(serviceTokens.map((token) => functionIn(token)));
  return functions
    .filter(({ name }) => !deploying.has(name))
    .map((resource) => functionModel(resource, roles, policies));
}

function functionModel(
  resource: ResolvedResource,
  roles: ResolvedResource[],
  policies: ResolvedResource[],
): FunctionModel {
  const { properties, name, stack } = resource;
  const runtime = String(properties.Runtime);
  if (!runtime.startsWith('nodejs'))
    throw new UnsupportedTemplate(`${name} runs on ${runtime}; the local runtime has Node.js only`);
  const code = stack.assets[required<{ S3Key?: string }>(resource, 'Code').S3Key ?? ''];
  if (!code) throw new UnsupportedTemplate(`The code of ${name} is no asset of ${stack.name}`);
  const concurrency = properties.ReservedConcurrentExecutions;
  return {
    name,
    arn: String(resource.attributes.Arn),
    code,
    handler: required(resource, 'Handler'),
    environment:
      (properties.Environment as { Variables?: Record<string, string> } | undefined)?.Variables ?? {},
    timeoutSeconds: Number(properties.Timeout ?? 3),
    memoryMb: Number(properties.MemorySize ?? 128),
    ...(typeof concurrency === 'number' && { concurrency }),
    statements: statementsOf(String(properties.Role), roles, policies),
  };
}

/** Every statement that a role has, inline or by a policy of its own. */
function statementsOf(
  roleArn: string,
  roles: ResolvedResource[],
  policies: ResolvedResource[],
): PolicyStatement[] {
  const role = roles.find((candidate) => candidate.attributes.Arn === roleArn);
  const inline = (role?.properties.Policies ?? []) as Policy[];
  const attached = policies.filter(({ properties }) =>
    (properties.Roles as string[] | undefined)?.includes(role?.name ?? ''),
  );
  const documents = [...inline, ...attached.map(({ properties }) => properties as Policy)];
  return documents.flatMap((policy) =>
    policy.PolicyDocument.Statement.map((statement) => ({
      effect: statement.Effect,
      actions: [statement.Action].flat(),
      resources: [statement.Resource].flat(),
      conditions: statement.Condition ?? {},
    })),
  );
}
