import type * as z from 'zod/mini';
import type { agentRoutes } from '../../../../contract/http/agent.ts';
import { httpCaller } from '../../../client/http.ts';

type Ticket = z.output<(typeof agentRoutes)['openAgentTicket']['answer']>;

const http = httpCaller({ api: location.origin, credentials: 'same-origin' });
let asked: Promise<string | undefined> | undefined;

/** The origin that chats connect to: the one that a pass for a socket names. The pass itself is left to run out. */
export function socketOrigin(): Promise<string | undefined> {
  asked ??= http<Ticket>({ method: 'POST', path: '/api/agent/tickets', body: {} }).then((outcome) => {
    if (outcome.ok) return new URL(outcome.value.url).origin;
    asked = undefined;
    return undefined;
  });
  return asked;
}
