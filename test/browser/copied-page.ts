import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A brand's page that holds what was copied from the console, and nothing else; and its backend. */
export interface CopiedPage {
  readonly origin: string;
  /** What goes into the page, into its script, and into its policy. */
  html: string;
  script: string;
  policy: string;
  /** What the backend answers when the page asks for a token. */
  sign: (nonce: string) => Promise<string>;
  stop(): void;
}

export async function startCopiedPage(): Promise<CopiedPage> {
  const server = createServer(async (request, response) => {
    if (request.url === '/doorstep/token') {
      let body = '';
      for await (const part of request) body += part;
      const { nonce } = JSON.parse(body) as { nonce: string };
      return response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ token: await page.sign(nonce) }));
    }
    if (request.url === '/own.js')
      return response.setHeader('content-type', 'text/javascript').end(page.script);
    if (request.url !== '/') return response.writeHead(204).end();
    const policy = `default-src 'none'; ${page.policy}; require-trusted-types-for 'script'`;
    response.setHeader('content-type', 'text/html').setHeader('content-security-policy', policy);
    response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>A brand</title>
      ${page.html}<script type="module" src="/own.js"></script></html>`);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const page: CopiedPage = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    html: '',
    script: '',
    policy: '',
    sign: async () => '',
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
  return page;
}
