import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type ClientMetadata } from 'oidc-provider';
import { customerWith } from '../customers.ts';
import { configuration } from './configuration.ts';
import { levels } from './levels.ts';
import { loginPage } from './login-page.ts';

export interface ProviderOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly clients: readonly ClientMetadata[];
  /** The sites whose pages logins may end at: the login page's policy lets its form lead there. */
  readonly sites: readonly string[];
}

export interface SampleProvider {
  readonly issuer: string;
  stop(): Promise<void>;
}

/** What a customer types for the stronger level. A sample: a real provider would ask for a code of the moment. */
export const sampleCode = '246810';

/** Starts the brand's OpenID provider (oidc-provider, certified by the OpenID Foundation) with a login page of its own. */
export async function startProvider({ port, clients, sites }: ProviderOptions): Promise<SampleProvider> {
  const server = createServer((request, response) => {
    setHeaders(response, sites);
    void answer(request, response).catch(() => response.headersSent || response.writeHead(400).end());
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, await configuration(clients));
  const serve = provider.callback();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?')[0] ?? '';
    if (path === '/provider.css')
      response
        .writeHead(200, { 'content-type': 'text/css; charset=utf-8' })
        .end(await readFile(new URL('provider.css', import.meta.url)));
    else if (/^\/login\/[\w-]+$/.test(path)) await logIn(request, response);
    else await serve(request, response);
  }

  /** Shows the login page of a login under way, or takes what was typed there. */
  async function logIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { uid, params } = await provider.interactionDetails(request, response);
    const [weak, strong] = levels;
    const wanted = String(params.acr_values ?? weak).split(' ');
    const needsCode = wanted.includes(strong) && !wanted.includes(weak);
    const form = request.method === 'POST' ? await readForm(request) : undefined;
    if (form?.get('cancel')) {
      await provider.interactionFinished(request, response, { error: 'access_denied' });
      return;
    }
    const customer = form && customerWith(form.get('login'), form.get('password'));
    if (customer && (!needsCode || form.get('code') === sampleCode)) {
      const acr = needsCode ? strong : weak;
      const login = {
        accountId: customer.id,
        acr,
        amr: needsCode ? ['pwd', 'otp'] : ['pwd'],
        remember: false,
      };
      await provider.interactionFinished(request, response, { login });
      return;
    }
    const code = needsCode ? sampleCode : undefined;
    const page = loginPage({ action: `/login/${uid}`, code, failed: form !== undefined });
    response.writeHead(form ? 401 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  }

  return {
    issuer,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

/** The provider's own policy; its opener is cut off, as careful providers do. */
function setHeaders(response: ServerResponse, sites: readonly string[]): void {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    'img-src data:',
    `form-action 'self' ${sites.join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  response.setHeader('content-security-policy', policy);
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8').slice(0, 2000));
}
