import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseCookie, stringifySetCookie } from 'cookie';
import * as z from 'zod/mini';
import { keepSecrets, readSecrets, type Secrets } from './backend.ts';
import { actOn, isSigned } from './bot/systems.ts';
import {
  type BrandToCreate,
  clientId,
  eventsPath,
  loginPath,
  providerId,
  returnAddress,
  returnPath,
  sampleBrand,
} from './brand.ts';
import { type Customer, customers } from './customers.ts';
import { readAll, readJson, readText, setHeaders } from './http.ts';
import { shopKeys } from './keys.ts';
import { reportLogin } from './login-page/doorstep.ts';
import { loginPage } from './login-page/page.ts';
import { returnPage, shopPage } from './page.ts';
import { startProvider } from './provider/provider.ts';
import { type Login, signLogin } from './token.ts';
import { type Way, ways } from './ways.ts';

export interface SampleOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Of the shop's OpenID provider; 0 takes any free port. */
  readonly providerPort: number;
  /** Doorstep's origin, from which the widget comes. */
  readonly app: string;
  /** Where the shop keeps its signing key. */
  readonly keyDir: string;
}

export interface Sample {
  /** `http://127.0.0.1:<port>`: another site than the app's `localhost`, as in the real world. */
  readonly origin: string;
  /** The shop's OpenID provider. */
  readonly provider: string;
  /** What Doorstep must be told once before the shop's chat works. */
  readonly brand: BrandToCreate;
  /** Gives the shop's backend what Doorstep shows it once. */
  keepSecrets(secrets: Secrets): Promise<void>;
  readSecrets(): Promise<Secrets>;
  stop(): Promise<void>;
}

const loginForm = z.object({ login: z.string(), password: z.string() });
const tokenForm = z.object({ nonce: z.string().check(z.maxLength(256)) });
const cookieName = 'shop';
const cookieAttributes = { path: '/', httpOnly: true, sameSite: 'lax' } as const;

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly cookie?: string;
  readonly location?: string;
}

const unreadable: Answer = { status: 400 };
const html = 'text/html; charset=utf-8';

/** The way that the address asks for, or the shop's own login. */
function wayOf({ url = '/' }: IncomingMessage): Way {
  const asked = new URLSearchParams(url.split('?')[1]).get('chat');
  const [usual, ...others] = ways(providerId);
  return others.find(({ id }) => id === asked) ?? (usual as Way);
}

/** Starts the sample brand: a shop with its own login, and the one route by which it vouches for its customers. */
export async function startSample({ port, providerPort, app, keyDir }: SampleOptions): Promise<Sample> {
  const keys = await shopKeys(keyDir);
  const sessions = new Map<string, Login>();
  const server = createServer(async (request, response) => {
    const { status, type, body, cookie, location } = await answer(request).catch(() => unreadable);
    setHeaders(response, app);
    if (type !== undefined) response.setHeader('content-type', type);
    if (cookie !== undefined) response.setHeader('set-cookie', cookie);
    if (location !== undefined) response.setHeader('location', location);
    response.writeHead(status).end(body);
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const provider = await startProvider({
    port: providerPort,
    sites: [origin],
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'none',
        redirect_uris: [returnAddress(origin)],
      },
    ],
  }).catch((error) => {
    server.close();
    throw error;
  });

  async function answer(request: IncomingMessage): Promise<Answer> {
    const cookie = parseCookie(request.headers.cookie ?? '')[cookieName] ?? '';
    const login = sessions.get(cookie);
    switch (`${request.method} ${request.url?.split('?')[0]}`) {
      case 'GET /':
        return {
          status: 200,
          type: html,
          body: shopPage({ app, customer: login?.customer, way: wayOf(request) }),
        };
      case 'GET /shop.js':
        return { status: 200, type: 'text/javascript; charset=utf-8', body: await asset('shop.js') };
      case `GET ${returnPath}`:
        return { status: 200, type: html, body: returnPage(app) };
      case 'GET /shop.css':
        return { status: 200, type: 'text/css; charset=utf-8', body: await asset('shop.css') };
      case `GET ${loginPath}`:
        return {
          status: 200,
          type: html,
          body: loginPage({ link: linkOf(request), customer: login?.customer }),
        };
      case `POST ${loginPath}`:
        return logInForChat(request, login);
      case `POST ${eventsPath}`:
        return takeEvent(request);
      case 'POST /login':
        return logIn(await readJson(request, origin, loginForm));
      case 'POST /logout':
        sessions.delete(cookie);
        return { status: 204 };
      case 'POST /doorstep/token': {
        const { nonce } = await readJson(request, origin, tokenForm);
        if (!login) return { status: 401 };
        const token = await signLogin(keys.privateKey, origin, login, nonce);
        return { status: 200, type: 'application/json', body: JSON.stringify({ token }) };
      }
      default:
        return { status: 404 };
    }
  }

  function logIn(form: z.infer<typeof loginForm>): Answer {
    const customer = customerWith(form.login, form.password);
    if (!customer) return { status: 401 };
    const id = randomBytes(32).toString('base64url');
    sessions.set(id, { customer, at: Math.floor(Date.now() / 1000) });
    return {
      status: 200,
      type: 'application/json',
      body: JSON.stringify({ name: customer.name }),
      cookie: stringifySetCookie(cookieName, id, cookieAttributes),
    };
  }

  /** An event from Doorstep, signed; what is not is nobody's. */
  async function takeEvent(request: IncomingMessage): Promise<Answer> {
    const body = await readAll(request);
    const { webhook } = await readSecrets(keyDir);
    if (!isSigned(request.headers, body, webhook)) return { status: 401 };
    await actOn(app, keyDir, body);
    return { status: 204 };
  }

  /** Somebody logs in on the chat's link: Doorstep is told who, and says where that browser goes. */
  async function logInForChat(request: IncomingMessage, known: Login | undefined): Promise<Answer> {
    const link = linkOf(request);
    const entered = new URLSearchParams(await readText(request, origin));
    const customer = known?.customer ?? customerWith(entered.get('login'), entered.get('password'));
    const again = (status: number, problem: string): Answer => ({
      status,
      type: html,
      body: loginPage({ link, customer, problem }),
    });
    if (!customer) return again(401, 'Name and password do not fit together.');
    const login = known ?? { customer, at: Math.floor(Date.now() / 1000) };
    const location = await reportLogin(app, keyDir, link, login);
    return location === undefined
      ? again(410, 'This link is no longer good. Begin again in the chat.')
      : { status: 303, location };
  }

  return {
    origin,
    keepSecrets: (secrets) => keepSecrets(keyDir, secrets),
    readSecrets: () => readSecrets(keyDir),
    provider: provider.issuer,
    brand: sampleBrand(keys.publicKey, origin, provider.issuer),
    async stop() {
      await provider.stop();
      await new Promise<void>((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      });
    },
  };
}

const asset = (name: string): Promise<Buffer> => readFile(new URL(`shop/${name}`, import.meta.url));

const customerWith = (login: string | null, password: string | null): Customer | undefined =>
  customers.find((one) => one.login === login && one.password === password);

/** The one-use token of the chat's link. */
function linkOf({ url = '/' }: IncomingMessage): string {
  const link = new URLSearchParams(url.split('?')[1]).get('doorstep') ?? '';
  if (!/^[\w-]{43}$/.test(link)) throw new Error('No link of the chat');
  return link;
}
