import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody } from '../../local/body.ts';
import { close, listen } from '../../local/listen.ts';

/** An event as it arrived. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: { type: string; timestamp: string; data: Record<string, unknown> & { id: string } };
}

/** A brand's receiver of webhooks, on loopback. How it answers is set by path. */
export class Receiver {
  readonly received: Received[] = [];
  /** The status that a path answers with; 204 when nothing is said of it, and none at all for `silence`. */
  readonly conduct = new Map<string, number | 'silence'>();
  readonly #server: Server;
  origin = '';

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const { url: path = '', headers } = request;
      const text = (await readBody(request)).toString();
      this.received.push({ path, headers, text, body: JSON.parse(text) as Received['body'] });
      const conduct = this.conduct.get(path) ?? 204;
      if (conduct !== 'silence') response.writeHead(conduct, conduct === 302 ? { location: '/' } : {}).end();
    });
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    receiver.origin = `http://127.0.0.1:${await listen(receiver.#server, 0, 'the receiver')}`;
    return receiver;
  }

  stop(): Promise<unknown> {
    this.#server.closeAllConnections();
    return close(this.#server);
  }

  /** What arrived at a path, when there is as much of it as is waited for. */
  async at(path: string, count: number): Promise<Received[]> {
    for (let waited = 0; ; waited += 10) {
      const found = this.received.filter((one) => one.path === path);
      if (found.length >= count) return found;
      if (waited > 20_000) throw new Error(`${found.length} of ${count} arrived at ${path}`);
      await sleep(10);
    }
  }
}

/** Whether a delivery is signed with a secret, by the words of Standard Webhooks and not by our own code. */
export function isSigned({ headers, text }: Received, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
  const expected = createHmac('sha256', key).update(signed).digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .some((one) => {
      const [version, signature = ''] = one.split(',');
      const given = Buffer.from(signature, 'base64');
      return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
    });
}
