import type { System } from '../assembly/model.ts';
import { UnsupportedTemplate } from '../assembly/resolver.ts';
import type { Tables } from '../dynamodb/tables.ts';
import { LocalQueue, type QueuePace } from './queue.ts';

/** Opens the queues of the templates, with what an earlier run left in them. */
export async function openQueues(system: System, tables: Tables, pace: QueuePace): Promise<LocalQueue[]> {
  const queues: LocalQueue[] = [];
  for (const model of system.queues) {
    const queue = new LocalQueue({
      store: tables.store,
      model,
      pace,
      queue: (arn) => queueOf(queues, arn),
    });
    await queue.load();
    queues.push(queue);
  }
  return queues;
}

export const queueOf = (queues: readonly LocalQueue[], arn: string): LocalQueue | undefined =>
  queues.find(({ model }) => model.arn === arn);

/** @throws UnsupportedTemplate when the templates have no such queue */
export function requireQueue(queues: readonly LocalQueue[], arn: string): LocalQueue {
  const queue = queueOf(queues, arn);
  if (!queue)
    throw new UnsupportedTemplate(`A function is fed from ${arn}, which is no queue of the templates`);
  return queue;
}
