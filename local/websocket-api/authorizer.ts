import type { IncomingMessage } from 'node:http';
import type { AuthorizerModel } from '../assembly/model.ts';
import { ACCOUNT, REGION } from '../assembly/physical.ts';
import { type Answer, type Invoke, policyAllows } from '../http-api/authorizer.ts';

/** An authorizer's whole answer. */
const RESULT_LIMIT_BYTES = 8 * 1024;

export type Decision = { authorizer: Record<string, unknown> } | { status: 401 | 403 | 500 };

/** Asks who may open a socket. Only `$connect` is ever asked. */
export async function authorizeConnect(
  model: AuthorizerModel,
  request: IncomingMessage,
  event: Record<string, unknown>,
  context: Record<string, unknown>,
  invoke: Invoke,
): Promise<Decision> {
  // API Gateway refuses by itself, without asking, when an identity source is missing or empty.
  if (model.identitySources.some((source) => !identity(source, request))) return { status: 401 };
  const methodArn = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${context.apiId}/${context.stage}/$connect`;
  const asked = { type: 'REQUEST', methodArn, ...event, requestContext: context };
  const outcome = await invoke(model.function, JSON.stringify(asked), 'authorizer $connect');
  if ('error' in outcome) return { status: outcome.error.errorMessage === 'Unauthorized' ? 401 : 500 };
  if (Buffer.byteLength(outcome.payload) > RESULT_LIMIT_BYTES) return { status: 500 };
  const answer = JSON.parse(outcome.payload) as Answer | null;
  if (!answer?.principalId || !answer.policyDocument) return { status: 500 };
  if (!policyAllows(answer)) return { status: 403 };
  const values = Object.entries(answer.context ?? {});
  if (values.some(([, value]) => typeof value === 'object')) return { status: 500 };
  // Whatever type the authorizer gave, functions see text.
  const seen = Object.fromEntries(values.map(([name, value]) => [name, String(value)]));
  return { authorizer: { ...seen, principalId: answer.principalId } };
}

function identity(source: string, request: IncomingMessage): string | undefined {
  const [, place, name = ''] = /^route\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (place === 'header') return request.headers[name.toLowerCase()]?.toString();
  if (place === 'querystring')
    return new URLSearchParams(request.url?.split('?')[1] ?? '').get(name) ?? undefined;
  return undefined;
}
