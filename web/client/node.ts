import type { Socket } from './link.ts';

/** What a browser does by itself, for Node.js. */
export interface NodeNetwork {
  readonly fetch: typeof fetch;
  readonly connect: (url: string) => Socket;
}

/** Node.js takes headers for a socket, which the type that browsers share does not know. */
type NodeWebSocket = new (url: string, options: { headers: Record<string, string> }) => WebSocket;

/**
 * Sends the Origin header as a page of that origin would, and keeps cookies from one call to the next, in memory.
 *
 * @example
 * const network = nodeNetwork('https://chat.example.com');
 * const signIn = new SignInClient({ api: 'https://chat.example.com', ...network });
 * const agent = new AgentClient({ api: 'https://chat.example.com', ...network });
 */
export function nodeNetwork(origin: string): NodeNetwork {
  const cookies = new Map<string, string>();
  const cookieHeader = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  const withCookies: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('origin', origin);
    const sends = init?.credentials !== 'omit';
    if (sends && cookies.size > 0) headers.set('cookie', cookieHeader());
    const response = await fetch(input, { ...init, headers });
    if (sends) for (const line of response.headers.getSetCookie()) keep(line);
    return response;
  };

  function keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (attributes.some((one) => /^\s*max-age=0\s*$/i.test(one))) cookies.delete(name);
    else cookies.set(name, pair.slice(at + 1).trim());
  }

  return {
    fetch: withCookies,
    connect: (url) =>
      new (WebSocket as unknown as NodeWebSocket)(url, { headers: { origin } }) as unknown as Socket,
  };
}
