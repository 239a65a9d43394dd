import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { requireEnv } from '../edge/env.ts';
import { log } from '../edge/log.ts';
import { Db } from '../store/db.ts';
import { type Ticket, Tickets } from '../store/tickets.ts';

export interface Dependencies {
  readonly tickets: Pick<Tickets, 'consume'>;
  readonly now: () => number;
}

const verdict = (
  effect: 'Allow' | 'Deny',
  resource: string,
  ticket?: Ticket,
): APIGatewayAuthorizerResult => ({
  principalId: ticket?.session ?? 'nobody',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }],
  },
  ...(ticket ? { context: { ...ticket } } : {}),
});

/**
 * Opens a socket for a ticket, once, and from the page that the ticket is for. It registers nothing: what a frame may do is
 * decided from stored state. A failure refuses.
 */
export const connect =
  ({ tickets, now }: Dependencies) =>
  async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const presented = event.queryStringParameters?.ticket ?? '';
    try {
      const ticket = await tickets.consume(presented, originOf(event.headers ?? {}), now());
      return verdict(ticket ? 'Allow' : 'Deny', event.methodArn, ticket);
    } catch (error) {
      log.warn('ticket_not_read', { name: (error as Error).name });
      return verdict('Deny', event.methodArn);
    }
  };

/** Header names come as the client wrote them. */
function originOf(headers: Record<string, string | undefined>): string | undefined {
  const name = Object.keys(headers).find((one) => one.toLowerCase() === 'origin');
  return name === undefined ? undefined : headers[name];
}

export const handler = connect({ tickets: new Tickets(new Db(requireEnv('TABLE_NAME'))), now: Date.now });
