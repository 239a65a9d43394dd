import type { ServiceAnswer } from '../control/server.ts';
import type { Outcome } from './environment.ts';

export type Invoke = (name: string, event: string, route: string) => Promise<Outcome> | undefined;

/** Lambda's Invoke: `POST /2015-03-31/functions/{name or ARN}/invocations`. */
export async function answerLambda(
  invoke: Invoke,
  path: string,
  body: Buffer,
  invocationType: string | undefined,
): Promise<ServiceAnswer> {
  const [, given = ''] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path) ?? [];
  const name = decodeURIComponent(given).split(':').at(-1) ?? '';
  const running = invoke(name, body.length > 0 ? body.toString() : '{}', 'Invoke');
  if (!running) {
    const body = { Type: 'User', Message: `Function not found: ${name}` };
    return { status: 404, body, error: 'ResourceNotFoundException' };
  }
  if (invocationType === 'Event') return { status: 202, body: undefined };
  const outcome = await running;
  if ('payload' in outcome) return { status: 200, body: outcome.payload };
  return { status: 200, body: outcome.error, headers: { 'x-amz-function-error': 'Unhandled' } };
}
