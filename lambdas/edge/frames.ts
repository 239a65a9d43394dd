import type { APIGatewayProxyStructuredResultV2, APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { type Action, type Frame, type FrameAnswer, frames } from '../../contract/frames.ts';
import { type Refusal, type Result, refuse } from '../core/result.ts';
import { log } from './log.ts';
import { Pace } from './pace.ts';
import { parseAs, parseJson } from './parse.ts';
import { problemOf, refusalOf } from './problem.ts';

/** Who opened the socket, as its ticket said. It names stored state; it grants nothing by itself. */
export interface Caller {
  readonly role: 'consumer' | 'agent';
  readonly brand: string;
  readonly session: string;
  /** Set when the session is the key of a bot. */
  readonly bot?: 'yes';
  /** Of a person who works: where the socket was asked for from. */
  readonly address?: string;
  readonly engagement?: string;
  readonly conversation?: string;
  readonly idle?: string;
}

export interface FrameRequest<A extends Action> {
  readonly frame: Frame<A>;
  readonly caller: Caller;
  readonly connection: string;
}

export type FrameHandler<A extends Action> = (request: FrameRequest<A>) => Promise<Result<FrameAnswer<A>>>;
export type FrameHandlers<A extends Action> = { [Name in A]: FrameHandler<Name> };

export type SocketEvent = APIGatewayProxyWebsocketEventV2 & {
  requestContext: { authorizer?: Record<string, unknown> };
};

/** The largest frame, in bytes. */
const largestFrame = 16 * 1024;

export interface FrameOptions {
  /** Closes a socket that keeps on sending after it was told not to. */
  readonly close: (connection: string) => Promise<void>;
  readonly now?: () => number;
}

/**
 * Makes the Lambda handler of a function's frames. Every answer goes back over the socket as the route's response: an
 * `answer` with the frame's id, or an `error` with a problem. Nothing that a handler throws gets out.
 */
export function serveFrames<A extends Action>(
  handlers: FrameHandlers<A>,
  { close, now = Date.now }: FrameOptions,
) {
  const pace = new Pace();
  return async (event: SocketEvent): Promise<APIGatewayProxyStructuredResultV2> => {
    const { connectionId: connection, authorizer = {} } = event.requestContext;
    const body = event.body ?? '';
    const verdict = pace.take(connection, now());
    if (verdict !== 'ok') {
      if (verdict === 'close') await close(connection).catch(() => log.warn('close_failed'));
      return errorAnswer(undefined, refuse('rate_limited', { retryAfter: 10 }).refusal);
    }
    const read = readFrame(handlers, body);
    if (!read.ok) return errorAnswer(idOf(body), read.refusal);
    const { action, frame } = read.value;
    const caller = authorizer as unknown as Caller;
    if (!mayCall(caller.role, action)) return errorAnswer(frame.id, refuse('forbidden').refusal);
    try {
      const request = { frame, caller, connection };
      // The frame was validated by this action's own schema, which is what the handler's type asks for.
      const result = await (handlers[action] as unknown as FrameHandler<Action>)(
        request as FrameRequest<Action>,
      );
      return result.ok
        ? answer({ type: 'answer', id: frame.id, result: result.value })
        : errorAnswer(frame.id, result.refusal);
    } catch (error) {
      return errorAnswer(frame.id, refusalOf(error));
    }
  };
}

/** An action begins with the role that it is for; `ping` is for whoever holds the socket. */
const mayCall = (role: Caller['role'], action: Action): boolean =>
  action === 'ping' || action.startsWith(`${role}.`);

function readFrame<A extends Action>(
  handlers: FrameHandlers<A>,
  body: string,
): Result<{ action: A; frame: Frame<A> }> {
  if (Buffer.byteLength(body) > largestFrame)
    return refuse('too_large', { detail: `A frame may have ${largestFrame} bytes.` });
  const json = parseJson(body);
  if (!json.ok) return json;
  const action = (json.value as { action?: unknown } | null)?.action;
  if (typeof action !== 'string')
    return refuse('invalid_request', { errors: [{ path: 'action', message: 'is missing' }] });
  if (!Object.hasOwn(handlers, action)) return refuse('unknown_action');
  const name = action as A;
  const frame = parseAs(frames[name].frame as z.ZodMiniType, json.value);
  return frame.ok ? { ok: true, value: { action: name, frame: frame.value as Frame<A> } } : frame;
}

/** The id of a frame that could not be read as a whole, if it has one. */
function idOf(body: string): string | undefined {
  const json = body.length > largestFrame * 2 ? undefined : parseJson(body);
  const id = json?.ok ? (json.value as { id?: unknown } | null)?.id : undefined;
  return typeof id === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(id) ? id : undefined;
}

const answer = (event: object): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 200,
  body: JSON.stringify(event),
});

const errorAnswer = (id: string | undefined, refusal: Refusal) =>
  answer({ type: 'error', ...(id === undefined ? {} : { id }), error: problemOf(refusal) });
