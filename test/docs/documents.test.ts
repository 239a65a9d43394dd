import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type * as z from 'zod/mini';
import { errorEvent, pushes } from '../../contract/events.ts';
import { type Action, frames } from '../../contract/frames.ts';
import type { HttpRoute } from '../../contract/http/route.ts';
import { httpRoutes, type Operation } from '../../contract/http.ts';
import { problem, problemCode } from '../../contract/problems.ts';
import { problemsOfFrame } from '../../scripts/documents/asyncapi.ts';
import { documents } from '../../scripts/documents/generate.ts';
import { problemsOf } from '../../scripts/documents/openapi.ts';

interface Content {
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { value: unknown }>>;
}
interface HttpOperation {
  readonly operationId: string;
  readonly parameters: readonly { name: string; in: string; required: boolean }[];
  readonly security: readonly Record<string, unknown>[];
  readonly requestBody?: { content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, { $ref?: string; content?: Record<string, Content> }>>;
}
interface OpenApi {
  readonly info: { description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, HttpOperation>>>>;
  readonly components: { responses: Readonly<Record<string, { content: Record<string, Content> }>> };
}
interface AsyncApi {
  readonly info: { description: string };
  readonly operations: Readonly<Record<string, { action: string; reply?: { messages: readonly object[] } }>>;
  readonly components: { messages: Readonly<Record<string, { examples: { payload: unknown }[] }>> };
}

const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const http = JSON.parse(file('docs/openapi.json')) as OpenApi;
const socket = JSON.parse(file('docs/asyncapi.json')) as AsyncApi;
const routes = Object.entries(httpRoutes) as [Operation, HttpRoute][];
const actions = Object.keys(frames) as Action[];

const operationOf = (name: Operation): HttpOperation => {
  const { path, method } = httpRoutes[name];
  const found = http.paths[path.replace('+}', '}')]?.[method.toLowerCase()];
  if (!found) throw new Error(`${name} is not in the document.`);
  return found;
};
const exampleIn = (operation: HttpOperation, status: number) =>
  operation.responses[status]?.content?.['application/json']?.example;
const accepts = (schema: z.ZodMiniType, value: unknown) => schema.safeParse(value).error?.issues;

describe('the documents', () => {
  it.each(Object.entries(documents()))('%s is what the contract says today', (path, text) => {
    expect(file(path) === text).toBe(true);
  });

  it('hold no operation that the contract does not have', () => {
    const documented = Object.values(http.paths)
      .flatMap(Object.values)
      .map(({ operationId }) => operationId);
    expect(documented.sort()).toEqual(Object.keys(httpRoutes).sort());
    const expected = [
      ...actions.map((one) => one.replace('.', '_')),
      ...Object.keys(pushes).map((k) => `on_${k}`),
    ];
    expect(Object.keys(socket.operations).sort()).toEqual(expected.sort());
  });

  it('say of every code what a client does about it', () => {
    for (const { description } of [http.info, socket.info])
      for (const code of problemCode.options) expect(description).toContain(`\`${code}\``);
  });
});

describe.each(routes)('the operation %s', (name, route) => {
  const operation = operationOf(name);

  it('has every parameter of the path, and the headers that its access asks for', () => {
    const inPath = [...route.path.matchAll(/\{(\w+)\+?\}/g)].map(([, parameter]) => parameter);
    const named = (place: string) => operation.parameters.filter((one) => one.in === place);
    expect(named('path').map((one) => one.name)).toEqual(inPath);
    expect(named('query').map((one) => one.name)).toEqual(Object.keys(route.query.def.shape));
    const versioned = (problemsOf(name) as string[]).includes('precondition_required');
    expect(named('header').some((one) => one.name === 'If-Match')).toBe(versioned);
    expect(operation.security.length).toBe(route.access === 'public' ? 0 : 1);
  });

  it('shows a body and an answer that the contract accepts', () => {
    const body = operation.requestBody?.content['application/json']?.example;
    expect(route.body ? accepts(route.body, body) : body).toBeUndefined();
    const answer = exampleIn(operation, route.status);
    expect(route.answer ? accepts(route.answer, answer) : answer).toBeUndefined();
  });

  it('shows each of its problems, under its own status', () => {
    const shown = Object.entries(operation.responses).flatMap(([status, { $ref }]) => {
      const response = $ref ? http.components.responses[$ref.split('/').at(-1) ?? ''] : undefined;
      const examples = response?.content['application/problem+json']?.examples ?? {};
      for (const [code, { value }] of Object.entries(examples)) {
        expect(accepts(problem, value)).toBeUndefined();
        expect(value).toMatchObject({ code, status: Number(status) });
      }
      return Object.keys(examples);
    });
    expect(shown.sort()).toEqual([...new Set<string>(problemsOf(name))].sort());
  });
});

describe.each(actions)('the frame %s', (action) => {
  const id = action.replace('.', '_');
  const payload = (message: string) => socket.components.messages[message]?.examples[0]?.payload;

  it('is sent and replied to', () => {
    expect(socket.operations[id]).toMatchObject({ action: 'send' });
    expect(socket.operations[id]?.reply?.messages).toHaveLength(2);
  });

  it('shows a frame, an answer and an error that the contract accepts', () => {
    const frame = payload(`${id}_frame`) as { id: string };
    const answer = payload(`${id}_answer`) as { id: string; result: unknown };
    const error = payload(`${id}_error`) as { id: string };
    expect(accepts(frames[action].frame, frame)).toBeUndefined();
    expect(accepts(frames[action].answer, answer.result)).toBeUndefined();
    expect(accepts(errorEvent, error)).toBeUndefined();
    expect([answer.id, error.id]).toEqual([frame.id, frame.id]);
  });

  it('names its problems', () => {
    const { description } = socket.operations[id] as unknown as { description: string };
    for (const code of problemsOfFrame(action)) expect(description).toContain(`\`${code}\``);
  });
});

it.each(Object.entries(pushes))('the push %s shows what the contract accepts', (kind, schema) => {
  const { action } = socket.operations[`on_${kind}`] ?? {};
  expect(action).toBe('receive');
  expect(accepts(schema, socket.components.messages[`${kind}_push`]?.examples[0]?.payload)).toBeUndefined();
});
