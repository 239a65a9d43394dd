import { answerEvent, errorEvent, pushes } from '../../contract/events.ts';
import { type Action, frames } from '../../contract/frames.ts';
import type { ProblemCode } from '../../contract/problems.ts';
import { frameAlways, frameRefusals } from '../../contract/refusals.ts';
import { exampleOf } from './examples.ts';
import { explained, problemExample, unique } from './problem-responses.ts';
import { type JsonSchema, pascal, type Schemas } from './schemas.ts';

const actions = Object.keys(frames) as Action[];
const kinds = Object.keys(pushes) as (keyof typeof pushes)[];
const channel = { $ref: '#/channels/socket' };
const onChannel = (message: string) => ({ $ref: `#/channels/socket/messages/${message}` });
const inComponents = (message: string) => ({ $ref: `#/components/messages/${message}` });
const correlated = { correlationId: { $ref: '#/components/correlationIds/frame' } };

/** What each push says, and who gets it. */
const pushSays: Record<keyof typeof pushes, string> = {
  message: 'A message was stored. Its own sender’s socket gets the answer to the frame instead.',
  entry: 'Something happened that stands in the timeline; with the login request as it stands after it.',
  challenge: 'The login request changed without an entry: the consumer’s browser has begun to answer it.',
  typing: 'The other side is typing, or no longer. Nothing is stored: let it fade after some seconds.',
  read: 'One side has read up to this number.',
  inbox: 'For agents’ sockets after `agent.hello`: a conversation of the brand changed, and by what event.',
  inbox_gone: 'For agents’ sockets after `agent.hello`: a conversation is for others now.',
};

/** Makes all schemas of frames, answers and pushes known; call it before the document is made. */
export function announceFrames(schemas: Schemas): void {
  for (const action of actions) {
    schemas.add(`${action}.frame`, frames[action].frame);
    schemas.use(frames[action].answer);
  }
  for (const kind of kinds) schemas.add(`${kind}.push`, pushes[kind]);
  schemas.add('answer.event', answerEvent);
  schemas.add('error.event', errorEvent);
}

/** Every problem that a frame may be answered with. */
export const problemsOfFrame = (action: Action): ProblemCode[] =>
  unique([...frameAlways, ...frameRefusals[action]]);

/** The AsyncAPI 3.0 document of the socket, as a client sees it: it sends frames and receives answers and pushes. */
export function asyncapi(schemas: Schemas, version: string, description: string): object {
  const messages = allMessages(schemas);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Doorstep over a socket',
      version,
      description,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      deployment: {
        host: '{host}',
        pathname: '/{stage}',
        protocol: 'wss',
        description: 'The `url` in the answer that opened a ticket says where; take it as it is.',
        variables: {
          host: { default: 'sockets.example.com', description: 'The host of the deployment’s sockets.' },
          stage: { default: 'live', description: 'The stage of the deployment.' },
        },
        security: [{ $ref: '#/components/securitySchemes/ticket' }],
      },
    },
    channels: {
      socket: {
        address: '/',
        description: 'The one channel: a socket, opened with a ticket. Every frame is a JSON text.',
        messages: Object.fromEntries(Object.keys(messages).map((name) => [name, inComponents(name)])),
        bindings: { ws: { method: 'GET', query: ticketQuery } },
      },
    },
    operations: { ...frameOperations(), ...pushOperations() },
    components: {
      messages,
      schemas: schemas.components,
      securitySchemes: { ticket: ticketScheme },
      correlationIds: {
        frame: {
          location: '$message.payload#/id',
          description: 'Chosen by the client for each frame; the answer or error carries it.',
        },
      },
    },
  };
}

const ticketScheme = {
  type: 'httpApiKey',
  in: 'query',
  name: 'ticket',
  description: 'A one-use pass of 30 seconds, from `openTicket` or `openAgentTicket` of the HTTP API.',
};
const ticketQuery = {
  type: 'object',
  properties: { ticket: { type: 'string', description: 'The pass, percent-encoded.' } },
  required: ['ticket'],
};

/** `consumer.send` as an id that tools can use. */
const idOf = (action: Action) => action.replace('.', '_');

function frameOperations(): Record<string, object> {
  return Object.fromEntries(
    actions.map((action) => [
      idOf(action),
      {
        action: 'send',
        channel,
        summary: frames[action].summary,
        description: `Errors:\n\n${explained(problemsOfFrame(action))}`,
        messages: [onChannel(`${idOf(action)}_frame`)],
        reply: {
          channel,
          messages: [onChannel(`${idOf(action)}_answer`), onChannel(`${idOf(action)}_error`)],
        },
      },
    ]),
  );
}

const pushOperations = (): Record<string, object> =>
  Object.fromEntries(
    kinds.map((kind) => [
      `on_${kind}`,
      { action: 'receive', channel, summary: pushSays[kind], messages: [onChannel(`${kind}_push`)] },
    ]),
  );

function allMessages(schemas: Schemas): Record<string, object> {
  const of = (name: string, title: string, payload: JsonSchema, example: unknown, more: object = {}) => [
    name,
    { name, title, payload, examples: [{ payload: example }], ...more },
  ];
  const ofFrames = actions.flatMap((action) => {
    const frame = schemas.at(frames[action].frame);
    const result = schemas.at(frames[action].answer);
    const codes = problemsOfFrame(action);
    const example = exampleOf(schemas, frame) as { id: string };
    const answered = { type: 'answer', id: example.id, result: exampleOf(schemas, result) };
    const [code = 'internal'] = codes;
    const refused = { type: 'error', id: example.id, error: problemExample(code) };
    return [
      of(`${idOf(action)}_frame`, `Frame ${action}`, frame, example, correlated),
      of(`${idOf(action)}_answer`, `Answer to ${action}`, answerWith(result), answered, correlated),
      of(`${idOf(action)}_error`, `Refusal of ${action}`, errorWith(codes), refused, correlated),
    ];
  });
  const ofPushes = kinds.map((kind) => {
    const payload = schemas.at(pushes[kind]);
    return of(`${kind}_push`, pascal(`${kind} push`), payload, exampleOf(schemas, payload));
  });
  return Object.fromEntries([...ofFrames, ...ofPushes]);
}

const answerWith = (result: JsonSchema): JsonSchema => ({
  allOf: [
    { $ref: '#/components/schemas/AnswerEvent' },
    { type: 'object', properties: { result }, required: ['result'] },
  ],
});

const errorWith = (codes: readonly ProblemCode[]): JsonSchema => ({
  allOf: [
    { $ref: '#/components/schemas/ErrorEvent' },
    {
      type: 'object',
      properties: { error: { type: 'object', properties: { code: { enum: [...codes] } } } },
    },
  ],
});
