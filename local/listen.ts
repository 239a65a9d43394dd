import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A port that somebody else holds: expected on a laptop, so it has its own type and a sentence a person can act on. */
export class PortTaken extends Error {
  readonly port: number;
  constructor(port: number, purpose: string) {
    super(`Port ${port} (${purpose}) is taken. Stop what is using it, or choose another port (see --help).`);
    this.port = port;
  }
}

/**
 * Binds a server on this machine only and returns the port.
 * @param port 0 takes any free port
 * @param purpose what the port is for, in words for the sentence when it is taken
 * @throws PortTaken
 */
export async function listen(server: Server, port: number, purpose: string): Promise<number> {
  try {
    // Both loopback families on one dual-stack socket would also open the outside: 'localhost' picks loopback only.
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortTaken(port, purpose);
    throw error;
  }
  return (server.address() as AddressInfo).port;
}

/** Closes a server and every connection it still holds. */
export async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
