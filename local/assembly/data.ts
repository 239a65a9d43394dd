import type { EventSourceModel, IndexModel, KeyModel, TableModel } from './model.ts';
import { UnsupportedTemplate } from './resolver.ts';
import { functionIn, type ResolvedResource, required } from './resources-view.ts';

type KeySchema = { AttributeName: string; KeyType: string }[];
type Index = {
  IndexName: string;
  KeySchema: KeySchema;
  Projection: { ProjectionType: IndexModel['projection']; NonKeyAttributes?: string[] };
};

export function tableModel(resource: ResolvedResource): TableModel {
  const { properties } = resource;
  const keySchema = required<KeySchema>(resource, 'KeySchema');
  const streamView = (properties.StreamSpecification as { StreamViewType?: TableModel['streamView'] })
    ?.StreamViewType;
  const ttl = properties.TimeToLiveSpecification as { AttributeName?: string; Enabled?: boolean } | undefined;
  return {
    name: resource.name,
    arn: String(resource.attributes.Arn),
    keys: [...keySchema].sort((a) => (a.KeyType === 'HASH' ? -1 : 1)).map((key) => key.AttributeName),
    attributes: required(resource, 'AttributeDefinitions'),
    keySchema,
    indexes: ((properties.GlobalSecondaryIndexes ?? []) as Index[]).map(indexModel),
    ...(streamView && { streamView }),
    ...(ttl?.Enabled && ttl.AttributeName && { ttlAttribute: ttl.AttributeName }),
  };
}

function indexModel({ IndexName, KeySchema, Projection }: Index): IndexModel {
  return {
    name: IndexName,
    keySchema: KeySchema,
    projection: Projection.ProjectionType,
    include: Projection.NonKeyAttributes ?? [],
  };
}

export function keyModel(resource: ResolvedResource): KeyModel {
  const spec = resource.properties.KeySpec ?? 'SYMMETRIC_DEFAULT';
  if (spec !== 'SYMMETRIC_DEFAULT' && spec !== 'ECC_NIST_P256')
    throw new UnsupportedTemplate(
      `${resource.id} is a key of ${spec}, which the local runtime does not know`,
    );
  return { id: resource.name, arn: String(resource.attributes.Arn), signs: spec === 'ECC_NIST_P256' };
}

/** The mapping from a table's stream to a function. */
export function eventSourceModel(resource: ResolvedResource): EventSourceModel {
  const { properties } = resource;
  const [, table = ''] = /:table\/([^/]+)\/stream/.exec(String(properties.EventSourceArn)) ?? [];
  const filters =
    (properties.FilterCriteria as { Filters?: { Pattern: string }[] } | undefined)?.Filters ?? [];
  const given = String(properties.FunctionName);
  const onFailure = (properties.DestinationConfig as { OnFailure?: { Destination: string } } | undefined)
    ?.OnFailure?.Destination;
  return {
    id: resource.id,
    table,
    function: given.includes(':function:') ? functionIn(given) : given,
    batchSize: Number(properties.BatchSize ?? 100),
    bisect: properties.BisectBatchOnFunctionError === true,
    retries: Number(properties.MaximumRetryAttempts ?? -1),
    reportsItemFailures: ((properties.FunctionResponseTypes ?? []) as string[]).includes(
      'ReportBatchItemFailures',
    ),
    filters: filters.map((filter) => JSON.parse(filter.Pattern) as unknown),
    ...(onFailure && { deadLetters: onFailure }),
  };
}
