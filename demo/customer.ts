import { ConsumerClient, memoryStore } from '../web/client/index.ts';
import { nodeNetwork } from '../web/client/node.ts';
import { verify } from './play.ts';
import type { Stage } from './stage.ts';

/** Ada, who buys at the sample shop: her chat, and the bearer token that her client sent last. */
export interface Customer {
  readonly client: ConsumerClient;
  /** How often her page asked the shop for a token. */
  readonly nonces: string[];
  bearer(): string;
}

/** Opens the shop's page, as far as the chat sees it: the client, and the callback that brings a token. */
export function customerOf({ app, shop }: Stage): Customer {
  const network = nodeNetwork(shop.origin);
  const nonces: string[] = [];
  let bearer = '';
  const client = new ConsumerClient({
    api: app,
    brand: shop.brand.brand,
    engagement: 'web',
    storage: memoryStore(),
    callbacks: {
      token: ({ nonce }) => {
        nonces.push(nonce);
        return shopToken(shop.origin, nonce);
      },
    },
    connect: network.connect,
    fetch: (input, init) => {
      bearer = new Headers(init?.headers).get('authorization') ?? bearer;
      return network.fetch(input, init);
    },
  });
  return { client, nonces, bearer: () => bearer };
}

/** What the shop's page does when the chat wants a token: logs the customer in, and asks the shop's backend to sign. */
async function shopToken(origin: string, nonce: string): Promise<string> {
  const post = (path: string, body: object, cookie = '') =>
    fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, cookie },
      body: JSON.stringify(body),
    });
  const stranger = await post('/doorstep/token', { nonce });
  verify(stranger.status === 401, 'the shop vouches for somebody who is not logged in');
  const login = await post('/login', { login: 'ada', password: 'lighthouse' });
  const cookie = login.headers.getSetCookie()[0]?.split(';')[0];
  const signed = await post('/doorstep/token', { nonce }, cookie);
  return ((await signed.json()) as { token: string }).token;
}
