import type { Caller } from '../caller.ts';
import type { ServiceAnswer } from '../control/server.ts';
import { refusal } from './access.ts';
import type { Tables } from './tables.ts';

const ACCESS_DENIED = 'com.amazon.coral.service#AccessDeniedException';

/** The DynamoDB protocol: one JSON request, its operation in a header. */
export async function answerDynamoDB(
  tables: Tables,
  operation: string,
  body: Buffer,
  caller: Caller | undefined,
): Promise<ServiceAnswer> {
  const input = JSON.parse(body.toString() || '{}') as Record<string, unknown>;
  const denied = caller && refusal(caller.function.statements, tables.models, operation, input);
  if (denied)
    return { status: 400, body: { __type: ACCESS_DENIED, Message: denied }, error: 'AccessDeniedException' };
  const { output, writes, reads, error } = await tables.run(operation, input);
  if (error)
    return {
      status: error.status,
      body: error.body,
      writes,
      reads,
      error: error.body.__type.split('#').at(-1) ?? '',
    };
  return { status: 200, body: output, writes, reads };
}
