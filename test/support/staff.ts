import { type Answer, http } from './http.ts';
import { type Agent, newClientId, openAgentSocket, signInFirst } from './people.ts';
import { RawSocket } from './raw-socket.ts';
import { expectOk, type Place, type TestBrand } from './system.ts';

/** An admin's hands on the management API. */
export function manager({ origin }: Place, cookie: string) {
  const at = (path: string) => `${origin}/api/manage/${path}`;
  const tagged = (tag: string | null, more: Readonly<Record<string, string>> = {}) => ({
    origin,
    cookie,
    headers: { ...(tag === null ? {} : { 'if-match': tag }), ...more },
  });
  return {
    read: (path: string): Promise<Answer> => http(at(path), { cookie }),
    create: (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
      http(at(path), { origin, cookie, body, headers }),
    change: (path: string, tag: string | null, body: unknown): Promise<Answer> =>
      http(at(path), { method: 'PUT', body, ...tagged(tag) }),
    remove: (path: string, tag: string | null): Promise<Answer> =>
      http(at(path), { method: 'DELETE', ...tagged(tag) }),
  };
}
export type Manager = ReturnType<typeof manager>;

export interface Hired extends Agent {
  readonly id: string;
  readonly loginName: string;
}

/** Invites somebody, who signs in and opens a desk. */
export async function hire(
  system: Place,
  brand: TestBrand,
  { create }: Manager,
  loginName: string,
  settings: object = {},
): Promise<Hired> {
  const body = { loginName, name: `Agent ${loginName.split('@')[0]}`, role: 'agent', ...settings };
  const invited = expectOk(await create('users', body), 201).body as {
    user: { id: string };
    invitation: { link: string };
  };
  const secret = new URLSearchParams(new URL(invited.invitation.link).hash.slice(1)).get('invitation') ?? '';
  const { cookie } = await signInFirst(system, brand, secret, loginName);
  const socket = await openAgentSocket(system, cookie);
  return { id: invited.user.id, loginName, cookie, socket, clientId: newClientId() };
}

/** A bot with a key, and how to open its socket. */
export async function makeBot(
  system: Place,
  { create }: Manager,
  name: string,
  scopes: readonly string[],
  settings: object = {},
) {
  const bot = expectOk(await create('bots', { name, ...settings }), 201).body as { id: string };
  const made = expectOk(await create(`users/${bot.id}/keys`, { name: 'first', scopes }), 201).body;
  return {
    id: bot.id,
    keyId: String(made.id),
    key: String(made.key),
    connect: () => openBotSocket(system, String(made.key)),
  };
}

export async function openBotSocket({ origin }: Place, key: string): Promise<RawSocket> {
  const ticket = expectOk(await http(`${origin}/api/agent/tickets`, { bearer: key, body: {} }), 201);
  return RawSocket.open(String(ticket.body.url), String(ticket.body.ticket));
}
