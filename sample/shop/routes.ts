import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';
import * as z from 'zod/mini';
import { readSecrets } from '../backend.ts';
import { actOn, isSigned } from '../bot/systems.ts';
import { eventsPath, loginPath, providerId, returnPath } from '../brand.ts';
import { customerWith } from '../customers.ts';
import { readAll, readJson, readText } from '../http.ts';
import { reportLogin } from '../login-page/doorstep.ts';
import { loginPage } from '../login-page/page.ts';
import { type Login, signDetails, signLogin } from '../token.ts';
import { usualWay, type Way, ways } from '../ways.ts';
import { accountPage, returnPage, shopPage } from './page.ts';

export interface ShopOptions {
  /** Doorstep's origin. */
  readonly app: string;
  /** The shop's own. */
  readonly origin: string;
  readonly keyDir: string;
  /** What the shop signs with. */
  readonly privateKey: CryptoKey;
}

export interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly cookie?: string;
  readonly location?: string;
}

const loginForm = z.object({ login: z.string(), password: z.string() });
const nonce = z.string().check(z.maxLength(256));
const tokenForm = z.object({ nonce });
const word = z.string().check(z.maxLength(40));
const detailsForm = z.object({ nonce, customer: word, born: word });
const cookieName = 'shop';
const cookieAttributes = { path: '/', httpOnly: true, sameSite: 'lax' } as const;

const html = (body: string): Answer => ({ status: 200, type: 'text/html; charset=utf-8', body });
const json = (body: object): Answer => ({
  status: 200,
  type: 'application/json',
  body: JSON.stringify(body),
});
const file = async (name: string, type: string): Promise<Answer> => ({
  status: 200,
  type: `text/${type}; charset=utf-8`,
  body: await readFile(new URL(name, import.meta.url)),
});
const now = (): number => Math.floor(Date.now() / 1000);

/** What the shop answers, its own pages and the routes by which its backend vouches for customers. */
export function shopRoutes({ app, origin, keyDir, privateKey }: ShopOptions) {
  const sessions = new Map<string, Login>();

  return async (request: IncomingMessage): Promise<Answer> => {
    const cookie = parseCookie(request.headers.cookie ?? '')[cookieName] ?? '';
    const login = sessions.get(cookie);
    const visit = { app, customer: login?.customer, way: wayOf(request) };
    switch (`${request.method} ${request.url?.split('?')[0]}`) {
      case 'GET /':
        return html(shopPage(visit));
      case 'GET /account':
        return html(accountPage(visit));
      case `GET ${returnPath}`:
        return html(returnPage(app));
      case 'GET /shop.js':
        return file('shop.js', 'javascript');
      case 'GET /shop.css':
        return file('shop.css', 'css');
      case `GET ${loginPath}`:
        return html(loginPage({ link: linkOf(request), customer: login?.customer }));
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
        const asked = await readJson(request, origin, tokenForm);
        if (!login) return { status: 401 };
        return json({ token: await signLogin(privateKey, origin, login, asked.nonce) });
      }
      case 'POST /doorstep/details-token': {
        const { nonce, ...details } = await readJson(request, origin, detailsForm);
        return json({ token: await signDetails(privateKey, origin, details, nonce) });
      }
      default:
        return { status: 404 };
    }
  };

  function logIn(form: z.infer<typeof loginForm>): Answer {
    const customer = customerWith(form.login, form.password);
    if (!customer) return { status: 401 };
    const id = randomBytes(32).toString('base64url');
    sessions.set(id, { customer, at: now() });
    const cookie = stringifySetCookie(cookieName, id, cookieAttributes);
    return { ...json({ name: customer.name }), cookie };
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
      ...html(loginPage({ link, customer, problem })),
      status,
    });
    if (!customer) return again(401, 'Name and password do not fit together.');
    const location = await reportLogin(app, keyDir, link, known ?? { customer, at: now() });
    return location === undefined
      ? again(410, 'This link is no longer good. Begin again in the chat.')
      : { status: 303, location };
  }
}

/** The way that the address asks for, or the shop's own login. */
function wayOf({ url = '/' }: IncomingMessage): Way {
  const asked = new URLSearchParams(url.split('?')[1]).get('chat');
  const all = ways(providerId);
  return all.find(({ id }) => id === asked) ?? (all.find(({ id }) => id === usualWay) as Way);
}

/** The one-use token of the chat's link. */
function linkOf({ url = '/' }: IncomingMessage): string {
  const link = new URLSearchParams(url.split('?')[1]).get('doorstep') ?? '';
  if (!/^[\w-]{43}$/.test(link)) throw new Error('No link of the chat');
  return link;
}
