import { type Access, type HttpRoute, takesIdempotencyKey } from '../../contract/http/route.ts';
import type { Operation } from '../../contract/http.ts';
import { httpRoutes } from '../../contract/http.ts';
import type { ProblemCode } from '../../contract/problems.ts';
import {
  httpAlways,
  httpRefusals,
  withBody,
  withIdempotencyKey,
  withParams,
} from '../../contract/refusals.ts';
import { exampleOf } from './examples.ts';
import { parameters } from './parameters.ts';
import { byStatus, explained, problemExample, problemWith } from './problem-responses.ts';
import { pascal, type Schemas } from './schemas.ts';

const tags = {
  'consumer-api': 'Consumers',
  'step-up': 'Consumers',
  'agent-api': 'Agents',
  'sign-in': 'Sign-in',
  management: 'Management',
  archive: 'Archive',
  'backend-api': 'Backend',
} as const satisfies Record<HttpRoute['function'], string>;

const security: Record<Access, object[]> = {
  public: [],
  consumer: [{ bearer: [] }],
  half: [{ cookie: [] }],
  agent: [{ cookie: [] }],
  admin: [{ cookie: [] }],
  backend: [{ securityKey: [] }],
};

const who: Record<Access, string> = {
  public: 'Open to everyone.',
  consumer: 'For the consumer whose session it is.',
  half: 'For one who has entered the password, whether the sign-in is complete or not.',
  agent: 'For agents and admins who are signed in.',
  admin: 'For admins who are signed in.',
  backend: 'For a brand’s backend, which signs with a security key.',
};

const routes = Object.entries(httpRoutes) as [Operation, HttpRoute][];

/** Makes all schemas of the routes known; call it before the document is made. */
export function announceRoutes(schemas: Schemas): void {
  for (const [, { params, query, body, answer }] of routes)
    for (const schema of [params, query, body, answer]) if (schema) schemas.use(schema);
}

/** Every problem that an operation may answer. */
export function problemsOf(name: Operation): ProblemCode[] {
  const route: HttpRoute = httpRoutes[name];
  return [
    ...httpAlways,
    ...httpRefusals[name],
    ...(route.body ? withBody : []),
    ...(takesIdempotencyKey(route) ? withIdempotencyKey : []),
    ...(route.path.includes('{') ? withParams : []),
  ];
}

/** The OpenAPI 3.1 document of all HTTP routes. */
export function openapi(schemas: Schemas, version: string, description: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [name, route] of routes) {
    const path = route.path.replace('+}', '}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(schemas, name, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Doorstep over HTTP',
      version,
      summary: 'A chat that begins anonymously becomes an authenticated one, in place.',
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [
      {
        url: '{origin}',
        description: 'A deployment has one origin for its pages and this API.',
        variables: {
          origin: {
            default: 'https://chat.example.com',
            description: 'Given as an output of the deployment.',
          },
        },
      },
    ],
    tags: [...new Set(Object.values(tags))].map((tag) => ({ name: tag, description: tagSays[tag] })),
    paths,
    components: { securitySchemes, headers, responses: problemResponses(), schemas: schemas.components },
  };
}

const tagSays: Record<(typeof tags)[HttpRoute['function']], string> = {
  Consumers: 'What a visitor’s widget or app calls, with a bearer token.',
  Agents: 'What an agent’s desk calls, with the session cookie.',
  'Sign-in': 'How agents and admins sign in and out.',
  Backend: 'What a brand’s backend calls, signed with a security key.',
  Archive: 'What an admin looks up: conversations and the log.',
  Management: 'What an admin sets: brand, engagements, issuers of login tokens, users.',
};

const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description:
      'The token of `openSession`, later the one that the client chose in `redeem`: 43 characters.',
  },
  cookie: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-doorstep',
    description: 'Set by the answers of the sign-in: Secure, HttpOnly, SameSite=Strict, for the whole host.',
  },
  securityKey: {
    type: 'apiKey',
    in: 'header',
    name: 'Doorstep-Signature',
    description:
      '`key=<id>, time=<unix seconds>, signature=<base64url>`: the HMAC-SHA256, under the characters of the security key, of method, path with query, time, and the base64url of the body’s SHA-256, joined by newlines. The time may differ by five minutes.',
  },
};

const headers = {
  RetryAfter: {
    description: 'Seconds after which to try again; `retryAfter` in the body says the same.',
    schema: { type: 'integer', minimum: 1 },
  },
  ETag: {
    description: 'The version that was read or written, for `If-Match`.',
    schema: { type: 'string', examples: ['"3"'] },
  },
  Link: {
    description: 'The next part of a long answer, relative to this address, with `rel="next"` (RFC 8288).',
    schema: { type: 'string', examples: ['<?format=csv&after=412>; rel="next"'] },
  },
  SetCookie: {
    description: 'The session cookie `__Host-doorstep`; it changes when the sign-in is complete.',
    schema: { type: 'string' },
  },
};

function operation(schemas: Schemas, name: Operation, route: HttpRoute): object {
  return {
    operationId: name,
    tags: [tags[route.function]],
    summary: route.summary,
    description: described(schemas, route),
    security: security[route.access],
    parameters: parameters(schemas, route, problemsOf(name).includes('precondition_required')),
    ...(route.body ? { requestBody: { required: true, content: json(schemas, route.body) } } : {}),
    responses: { [route.status]: success(schemas, name, route), ...refusals(problemsOf(name)) },
  };
}

/** Who may call, and what the contract says of query and body. */
function described(schemas: Schemas, route: HttpRoute): string {
  const parts = [route.query, ...(route.body ? [route.body] : [])];
  const said = parts.flatMap((schema) => schemas.resolve(schemas.at(schema)).description ?? []);
  return [who[route.access], ...said].join(' ');
}

const json = (schemas: Schemas, schema: NonNullable<HttpRoute['body']>) => ({
  'application/json': { schema: schemas.at(schema), example: exampleOf(schemas, schemas.at(schema)) },
});

/** Who sets the cookie when. */
const setsCookie: readonly string[] = ['enterPassword', 'confirmTotp', 'enterCode', 'signOut'];

function success(schemas: Schemas, name: Operation, route: HttpRoute): object {
  const versioned = route.function === 'management' && /^(?:read|change|create)|^inviteUser$/.test(name);
  const sent = {
    ...(setsCookie.includes(name) ? { 'Set-Cookie': { $ref: '#/components/headers/SetCookie' } } : {}),
    ...(versioned ? { ETag: { $ref: '#/components/headers/ETag' } } : {}),
    ...(route.texts ? { Link: { $ref: '#/components/headers/Link' } } : {}),
  };
  return {
    description: route.answer || route.texts ? 'Done.' : 'Done; nothing to read.',
    ...(Object.keys(sent).length > 0 ? { headers: sent } : {}),
    ...(route.answer || route.texts ? { content: contents(schemas, route) } : {}),
  };
}

/** All forms of an answer: JSON, and texts where `format` asks for one. */
const contents = (schemas: Schemas, { answer, texts = [] }: HttpRoute) => ({
  ...(answer ? json(schemas, answer) : {}),
  ...Object.fromEntries(texts.map((type) => [type, { schema: { type: 'string' } }])),
});

/** The name of the response that stands for these codes, and the response. Operations with the same ones share it. */
const responseName = (codes: readonly ProblemCode[]): string => codes.map(pascal).join('Or');

const refusals = (codes: readonly ProblemCode[]) =>
  Object.fromEntries(
    byStatus(codes).map(([status, these]) => [
      status,
      { $ref: `#/components/responses/${responseName(these)}` },
    ]),
  );

const problemResponses = () => {
  const groups = routes.flatMap(([name]) => byStatus(problemsOf(name)).map(([, codes]) => codes));
  const named = groups.map((codes) => [responseName(codes), problemResponse(codes)] as const);
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
};

const problemResponse = (codes: readonly ProblemCode[]) => ({
  description: explained(codes),
  ...(codes.some((code) => 'retryAfter' in problemExample(code))
    ? { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } }
    : {}),
  content: {
    'application/problem+json': {
      schema: problemWith(codes),
      examples: Object.fromEntries(codes.map((code) => [code, { value: problemExample(code) }])),
    },
  },
});
