import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWK } from 'jose';

/** A brand's host that publishes keys, on loopback: as good or as bad as its conduct. */
export interface KeyHost {
  readonly origin: string;
  readonly url: string;
  /** What it publishes. */
  keys: readonly JWK[];
  /** Answers in the place of the keys. */
  conduct: ((response: ServerResponse) => void) | undefined;
  /** How often it was asked. */
  asked: number;
  stop(): void;
}

export async function startKeyHost(): Promise<KeyHost> {
  const server = createServer((_, response) => {
    host.asked += 1;
    if (host.conduct) host.conduct(response);
    else response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: host.keys }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const host: KeyHost = {
    origin,
    url: `${origin}/keys.json`,
    keys: [],
    conduct: undefined,
    asked: 0,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
  return host;
}
