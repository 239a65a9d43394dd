import { createServer, type Server } from 'node:http';
import { apiHost, distributionHost } from './assembly/physical.ts';
import type { Rewrite } from './assembly/resolver.ts';
import type { StackTemplate } from './assembly/template.ts';
import { close, listen } from './listen.ts';

/** Ports to listen on; 0 or nothing takes a free one. */
export type Ports = { pages?: number; api?: number; socket?: number; control?: number };

/** Where everything is on this machine. */
export type Addresses = {
  /** Pages and API together, as the distribution serves them. */
  publicOrigin: string;
  /** The HTTP API by itself. */
  api: string;
  /** The WebSocket API without its stage. */
  socket: string;
  /** The services that functions call, and the meter. */
  control: string;
};

export type Servers = { pages: Server; api: Server; socket: Server; control: Server };

/** Binds all servers, so that every address is known before the templates are resolved. Closes all if one fails. */
export async function bind(servers: Servers, ports: Ports): Promise<Addresses> {
  try {
    const pages = await listen(servers.pages, ports.pages ?? 0, 'pages and API');
    const api = await listen(servers.api, ports.api ?? 0, 'the HTTP API');
    const socket = await listen(servers.socket, ports.socket ?? 0, 'the WebSocket API');
    const control = await listen(servers.control, ports.control ?? 0, 'the services that functions call');
    return {
      publicOrigin: `http://localhost:${pages}`,
      api: `http://localhost:${api}`,
      socket: `ws://localhost:${socket}`,
      // A literal address: looking up a name would cost functions time at each call.
      control: `http://127.0.0.1:${control}`,
    };
  } catch (error) {
    await Promise.all(Object.values(servers).map((server) => close(server)));
    throw error;
  }
}

/** A server for sockets only: a plain request is told to upgrade. */
export function upgradeOnlyServer(): Server {
  return createServer((_, response) => response.writeHead(426).end('Upgrade Required'));
}

/**
 * Turns the addresses that the templates name into this machine's.
 * @param given further texts and what stands for them, such as the configured origin
 */
export function rewriteTo(
  addresses: Addresses,
  stacks: StackTemplate[],
  given: Record<string, string>,
): Rewrite {
  const pairs: [string, string][] = Object.entries(given);
  for (const stack of stacks)
    for (const [logicalId, { Type, Properties }] of Object.entries(stack.resources)) {
      const id = logicalId.toLowerCase();
      if (Type === 'AWS::CloudFront::Distribution')
        pairs.push([`https://${distributionHost(id)}`, addresses.publicOrigin]);
      if (Type !== 'AWS::ApiGatewayV2::Api') continue;
      if (Properties?.ProtocolType === 'WEBSOCKET') pairs.push([`wss://${apiHost(id)}`, addresses.socket]);
      else pairs.push([`https://${apiHost(id)}`, addresses.api]);
    }
  return (text) => pairs.reduce((result, [from, to]) => result.replaceAll(from, to), text);
}
