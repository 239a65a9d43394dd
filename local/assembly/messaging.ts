import type { BusModel, QueueModel, QueueSourceModel, RuleModel } from './model.ts';
import { UnsupportedTemplate } from './resolver.ts';
import { functionIn, type ResolvedResource, required } from './resources-view.ts';

export function queueModel(resource: ResolvedResource): QueueModel {
  const { properties, attributes } = resource;
  if (properties.FifoQueue === true)
    throw new UnsupportedTemplate(`${resource.id} is a FIFO queue, which the local runtime does not know`);
  const redrive = properties.RedrivePolicy as
    | { deadLetterTargetArn: string; maxReceiveCount: number }
    | undefined;
  return {
    name: String(attributes.QueueName),
    arn: String(attributes.Arn),
    visibilitySeconds: Number(properties.VisibilityTimeout ?? 30),
    retentionSeconds: Number(properties.MessageRetentionPeriod ?? 345_600),
    delaySeconds: Number(properties.DelaySeconds ?? 0),
    ...(redrive && {
      redrive: { deadLetters: redrive.deadLetterTargetArn, maxReceives: Number(redrive.maxReceiveCount) },
    }),
  };
}

/** The mapping from a queue to a function. */
export function queueSourceModel(resource: ResolvedResource): QueueSourceModel {
  const { properties } = resource;
  const scaling = properties.ScalingConfig as { MaximumConcurrency?: number } | undefined;
  const given = String(properties.FunctionName);
  return {
    id: resource.id,
    queue: String(properties.EventSourceArn),
    function: given.includes(':function:') ? functionIn(given) : given,
    batchSize: Number(properties.BatchSize ?? 10),
    // Lambda begins with five pollers.
    concurrency: Number(scaling?.MaximumConcurrency ?? 5),
    reportsItemFailures: ((properties.FunctionResponseTypes ?? []) as string[]).includes(
      'ReportBatchItemFailures',
    ),
  };
}

export const busModel = ({ name, attributes }: ResolvedResource): BusModel => ({
  name,
  arn: String(attributes.Arn),
});

const units = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** A rule: by an event's pattern to queues, or at a rate to functions. */
export function ruleModel(resource: ResolvedResource): RuleModel {
  const { properties, id } = resource;
  const targets = required<{ Arn: string }[]>(resource, 'Targets').map(({ Arn }) => Arn);
  const enabled = properties.State !== 'DISABLED';
  const rate = properties.ScheduleExpression;
  if (rate === undefined) {
    const other = targets.find((arn) => !arn.includes(':sqs:'));
    if (other) throw new UnsupportedTemplate(`${id} leads events to ${other}, and only queues are known`);
    const bus =
      String(properties.EventBusName ?? 'default')
        .split('/')
        .at(-1) ?? '';
    return { id, enabled, bus, pattern: required(resource, 'EventPattern'), queues: targets };
  }
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(rate)) ?? [];
  if (!count || !unit)
    throw new UnsupportedTemplate(`${id} has the schedule ${rate}, and only rates are known`);
  const everyMs = Number(count) * units[unit as keyof typeof units];
  return { id, enabled, everyMs, functions: targets.map(functionIn) };
}
