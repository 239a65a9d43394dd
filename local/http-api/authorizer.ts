import type { AuthorizerModel } from '../assembly/model.ts';
import { ACCOUNT, REGION } from '../assembly/physical.ts';
import type { Outcome } from '../lambda/environment.ts';
import type { HttpEvent } from './event.ts';
import { type HttpResponse, plain } from './message.ts';

export type Invoke = (name: string, event: string, route: string) => Promise<Outcome>;
type Context = Record<string, unknown>;

/** Asks a Lambda authorizer (payload 2.0). The context for the function behind it, or the answer that refuses. */
export async function authorize(
  authorizer: AuthorizerModel,
  event: HttpEvent,
  invoke: Invoke,
): Promise<{ context: Context } | { refused: HttpResponse }> {
  const identitySource = authorizer.identitySources.map((source) => identity(source, event));
  if (identitySource.some((value) => value === undefined)) return { refused: plain(401, 'Unauthorized') };
  const { method, path } = event.requestContext.http as { method: string; path: string };
  const { apiId, stage } = event.requestContext;
  const routeArn = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${apiId}/${stage}/${method}${path}`;
  const { body: _, isBase64Encoded: __, ...rest } = event;
  const asked = { ...rest, type: 'REQUEST', routeArn, identitySource };
  const outcome = await invoke(authorizer.function, JSON.stringify(asked), `authorizer ${event.routeKey}`);
  if ('error' in outcome) return { refused: plain(500, 'Internal Server Error') };
  const answer = JSON.parse(outcome.payload) as Answer | null;
  const allowed = authorizer.simpleResponses ? answer?.isAuthorized === true : policyAllows(answer);
  return allowed ? { context: answer?.context ?? {} } : { refused: plain(403, 'Forbidden') };
}

export type Answer = {
  isAuthorized?: boolean;
  principalId?: string;
  context?: Context;
  policyDocument?: { Statement: { Effect: string }[] };
};

/** Whether an IAM answer lets the call through: it has a statement, and none denies. */
export function policyAllows(answer: Answer | null): boolean {
  const statements = answer?.policyDocument?.Statement ?? [];
  return statements.length > 0 && statements.every(({ Effect }) => Effect === 'Allow');
}

function identity(source: string, event: HttpEvent): string | undefined {
  const [, place, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (place === 'header') return (event.headers as Record<string, string>)[name.toLowerCase()];
  if (place === 'querystring')
    return (event.queryStringParameters as Record<string, string> | undefined)?.[name];
  return undefined;
}
