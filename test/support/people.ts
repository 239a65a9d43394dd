import { randomBytes } from 'node:crypto';
import { generate } from 'otplib';
import { type Answer, http } from './http.ts';
import { RawSocket } from './raw-socket.ts';
import { consumerBase, expectOk, type Place, type TestBrand } from './system.ts';

export const password = 'correct horse battery staple 7';

const cookieOf = (answer: Answer): string => {
  const [cookie = ''] = answer.headers.getSetCookie().map((one) => one.split(';')[0]);
  return cookie ?? '';
};

/** Uses the invitation, chooses the password, enrols an authenticator: the cookie of a complete session. */
export async function signInFirst(system: Place, brand: TestBrand, invitation: string, loginName: string) {
  const { origin } = system;
  const at = (path: string) => `${origin}/api/sign-in/${path}`;
  expectOk(await http(at('invitation'), { origin, body: { brand: brand.id, invitation, password } }), 200);
  const half = expectOk(
    await http(at('password'), { origin, body: { brand: brand.id, loginName, password } }),
    200,
  );
  const enrolment = expectOk(
    await http(at('factors/totp'), { origin, cookie: cookieOf(half), body: {} }),
    201,
  );
  const secret = String(enrolment.body.secret);
  const code = await generate({ secret });
  const full = expectOk(
    await http(at('factors/totp/confirm'), {
      origin,
      cookie: cookieOf(enrolment) || cookieOf(half),
      body: { code },
    }),
    200,
  );
  return { cookie: cookieOf(full), secret, code };
}

/** An agent at work: signed in, with an open socket on the roster. */
export interface Agent {
  readonly cookie: string;
  readonly socket: RawSocket;
  readonly clientId: string;
}

export async function openAgentSocket(system: Place, cookie: string): Promise<RawSocket> {
  const { origin } = system;
  const ticket = expectOk(await http(`${origin}/api/agent/tickets`, { origin, cookie, body: {} }), 201);
  const socket = await RawSocket.open(String(ticket.body.url), String(ticket.body.ticket), origin);
  await socket.call({ action: 'agent.hello' });
  return socket;
}

export async function agentAtWork(system: Place, brand: TestBrand): Promise<Agent> {
  const { cookie } = await signInFirst(system, brand, brand.invitation, brand.admin);
  return { cookie, socket: await openAgentSocket(system, cookie), clientId: newClientId() };
}

export const newClientId = () => randomBytes(8).toString('base64url');
export const newToken = () => randomBytes(32).toString('base64url');

/** A visitor: a session, a conversation of its own, and a socket that has joined it. */
export interface Visitor {
  readonly base: string;
  readonly conversation: string;
  readonly clientId: string;
  token: string;
  socket: RawSocket;
}

export async function openVisitorSocket(brand: TestBrand, base: string, token: string): Promise<RawSocket> {
  const ticket = expectOk(
    await http(`${base}/tickets`, { origin: brand.page, bearer: token, body: {} }),
    201,
  );
  return RawSocket.open(String(ticket.body.url), String(ticket.body.ticket), brand.page);
}

export async function visit(system: Place, brand: TestBrand, engagement = 'help'): Promise<Visitor> {
  const base = consumerBase(system, brand, engagement);
  const session = expectOk(await http(`${base}/sessions`, { origin: brand.page, body: {} }), 201);
  const { token, conversation } = session.body as { token: string; conversation: string };
  const socket = await openVisitorSocket(brand, base, token);
  const visitor = { base, conversation, clientId: newClientId(), token, socket };
  await socket.call({ action: 'consumer.start', conversation });
  await socket.call({ action: 'consumer.join', conversation, clientId: visitor.clientId });
  return visitor;
}

/** Everything that a page of the consumer holds, oldest first. */
export async function pageOf(brand: TestBrand, { base, conversation, token }: Visitor, query = '') {
  const answer = await http(`${base}/conversations/${conversation}/messages${query}`, {
    origin: brand.page,
    bearer: token,
  });
  return answer;
}

/** Takes a conversation and joins it. */
export async function accept(agent: Agent, conversation: string): Promise<void> {
  await agent.socket.call({ action: 'agent.accept', conversation });
  await agent.socket.call({ action: 'agent.join', conversation, clientId: agent.clientId });
}
