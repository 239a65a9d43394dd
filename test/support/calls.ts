import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Item, itemSize } from '../../local/dynamodb/units.ts';

export interface CountedCall {
  readonly name: string;
  /** Bytes of the item that was written, where the call tells. */
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
}

const writes = new Set(['PutItemCommand', 'UpdateItemCommand', 'DeleteItemCommand']);

/** Records every call that a client makes, with the sizes and times that its price follows from. */
export function countCalls(client: DynamoDBClient) {
  let calls: CountedCall[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const from = performance.now();
      const result = await next(args);
      const input = args.input as { Item?: Item };
      const output = result.output as { Attributes?: Item };
      const item = input.Item ?? output.Attributes ?? {};
      calls.push({ name: String(context.commandName), bytes: itemSize(item), from, to: performance.now() });
      return result;
    },
    { step: 'initialize', name: 'countCalls' },
  );
  return {
    reset: () => {
      calls = [];
    },
    /** Writes and reads, in calls and in write units, and how many rounds of calls had to follow each other. */
    price: () => {
      const written = calls.filter(({ name }) => writes.has(name));
      return {
        writes: written.length,
        writeUnits: written.reduce((sum, { bytes }) => sum + Math.max(1, Math.ceil(bytes / 1024)), 0),
        reads: calls.length - written.length,
        trips: rounds(calls),
      };
    },
  };
}

/** A call that begins after all earlier ones have ended begins a new round. */
function rounds(calls: readonly CountedCall[]): number {
  let end = -1;
  let count = 0;
  for (const call of [...calls].sort((a, b) => a.from - b.from)) {
    if (call.from >= end) count += 1;
    end = Math.max(end, call.to);
  }
  return count;
}
