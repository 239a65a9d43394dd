import type * as z from 'zod/mini';
import type { agentRoutes } from '../../contract/http/agent.ts';
import type { archiveRoutes } from '../../contract/http/archive.ts';
import type { managementRoutes } from '../../contract/http/management.ts';
import { type HttpRequest, httpCaller } from '../client/http.ts';
import { type Outcome, success } from '../client/outcome.ts';

/** An admin reads conversations as agents do: that is no export. */
type Reading = Pick<typeof agentRoutes, 'readConversation' | 'readConversationMessages'>;
type Routes = typeof managementRoutes & typeof archiveRoutes & Reading;

/** Every route of management by how it is called: `PUT /api/manage/users/{user}`. The types are all that is taken of it. */
type Named = { [K in keyof Routes as `${Routes[K]['method']} ${Routes[K]['path']}`]: Routes[K] };
export type CallName = keyof Named;

type Part<R, K extends string> = R extends { readonly [P in K]: infer T extends z.ZodMiniType }
  ? z.input<T>
  : never;
/** A part that may be left out where nothing in it is needed. */
type Given<K extends string, T> = [T] extends [never]
  ? unknown
  : string extends keyof T
    ? unknown
    : object extends T
      ? { readonly [P in K]?: T }
      : { readonly [P in K]: T };

/** What a call is given: the names in its path, its query, its body, and the version that a change is of. */
export type Input<C extends CallName> = Given<'params', Part<Named[C], 'params'>> &
  Given<'query', Part<Named[C], 'query'>> &
  Given<'body', Part<Named[C], 'body'>> & { readonly version?: string | undefined };

/** What a call answers. */
export type Answer<C extends CallName> = Named[C] extends { readonly answer: infer T extends z.ZodMiniType }
  ? z.output<T>
  : undefined;

/** An answer, and the version of what it shows, where that has one. */
export interface Answered<T> {
  readonly body: T;
  readonly version: string | undefined;
}

const http = httpCaller({ api: location.origin, credentials: 'same-origin' });

let signedOut: () => void = () => {};
/** Says what to do once the session is over. */
export const onSignedOut = (act: () => void): void => {
  signedOut = act;
};

const over = new Set(['unauthorized', 'session_ended', 'second_factor_required', 'enrolment_required']);

interface Loose {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string | undefined>;
  readonly body?: unknown;
  readonly version?: string;
}

/** What got no answer, and its name: asked again it is the same request, so that nothing is created twice. */
const unanswered = new Map<string, string>();

/** Calls a route of management. */
export async function call<C extends CallName>(
  name: C,
  input: Input<C>,
): Promise<Outcome<Answered<Answer<C>>>> {
  const [method, template = ''] = name.split(' ') as [HttpRequest['method'], string];
  const { body, version, ...rest } = input as Loose;
  const asked = JSON.stringify([name, input]);
  const key = unanswered.get(asked) ?? crypto.randomUUID();
  if (method === 'POST') unanswered.set(asked, key);
  let seen: string | undefined;
  const outcome = await http<Answer<C>>({
    method,
    path: addressOf(template, rest),
    // A call that says nothing says so: an empty object.
    body: body ?? (method === 'POST' ? {} : undefined),
    headers: {
      ...(version === undefined ? {} : { 'if-match': version }),
      ...(method === 'POST' ? { 'idempotency-key': key } : {}),
    },
    answered: (headers) => {
      seen = headers.get('etag') ?? undefined;
    },
  });
  if (outcome.ok || outcome.failure.code !== 'unreachable') unanswered.delete(asked);
  if (outcome.ok) return success({ body: outcome.value, version: seen });
  if (over.has(outcome.failure.code)) signedOut();
  return outcome;
}

/** The parts of a long answer as texts, each as the header Link of the one before names it. */
export async function readParts<C extends CallName & `GET ${string}`>(
  name: C,
  input: Input<C>,
): Promise<Outcome<readonly string[]>> {
  const parts: string[] = [];
  const first = addressOf(name.slice(4), input as Loose);
  for (let next: string | undefined = first; next !== undefined; ) {
    let link: string | null = null;
    const outcome: Outcome<string> = await http<string>({
      method: 'GET',
      path: next,
      as: 'text',
      answered: (headers) => {
        link = headers.get('link');
      },
    });
    if (!outcome.ok) {
      if (over.has(outcome.failure.code)) signedOut();
      return outcome;
    }
    parts.push(outcome.value);
    const [, query] = /^<(\?[^>]*)>; rel="next"$/.exec(link ?? '') ?? [];
    next = query === undefined ? undefined : first.replace(/\?.*|$/, query);
  }
  return success(parts);
}

function addressOf(template: string, { params = {}, query = {} }: Loose): string {
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
