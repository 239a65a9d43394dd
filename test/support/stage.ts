import { type Answer, http } from './http.ts';
import { askForLogin, redeem, startLogin } from './login.ts';
import { type Agent, agentAtWork, newToken, openVisitorSocket, type Visitor } from './people.ts';
import {
  type BrandOptions,
  consumerBase,
  createBrand,
  expectOk,
  type System,
  s256,
  startSystem,
  type TestBrand,
} from './system.ts';

/** A running system with one brand, and an admin at work there who is also its agent. */
export interface Stage {
  readonly system: System;
  readonly brand: TestBrand;
  readonly agent: Agent;
}

export async function openStage(options: BrandOptions = {}): Promise<Stage> {
  const system = await startSystem();
  const brand = await createBrand(system, 'acme', options);
  return { system, brand, agent: await agentAtWork(system, brand) };
}

/** A management call of the admin. */
export const manage = (
  { system: { origin }, agent: { cookie } }: Stage,
  path: string,
  ask: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> => http(`${origin}/api/manage/${path}`, { origin, cookie, ...ask });

/** Changes some of a setting that is read and written whole. */
export async function changeSettings(stage: Stage, path: string, some: object): Promise<Answer> {
  const before = expectOk(await manage(stage, path), 200);
  const { id: _id, warnings: _warnings, ...settings } = before.body;
  return manage(stage, path, {
    method: 'PUT',
    body: { ...settings, ...some },
    headers: { 'if-match': String(before.headers.get('etag')) },
  });
}

/** A route of the consumer's own conversation. */
export const consumer = (
  { brand }: Pick<Stage, 'brand'>,
  { base, conversation, token }: Pick<Visitor, 'base' | 'conversation' | 'token'>,
  path: string,
  body?: unknown,
): Promise<Answer> =>
  http(`${base}/conversations/${conversation}/${path}`, { origin: brand.page, bearer: token, body });

/** Answers a login request with a signed token; on success the visitor goes on under the new bearer token. */
export async function answerLogin(
  { brand }: Stage,
  visitor: Visitor,
  challenge: string,
  claims: Record<string, unknown> = {},
): Promise<Answer> {
  const login = await startLogin(brand, visitor, challenge);
  return redeemAs(brand, visitor, login, claims);
}

async function redeemAs(
  brand: TestBrand,
  visitor: Visitor,
  login: { challenge: string; verifier: string; nonce: string },
  claims: Record<string, unknown>,
): Promise<Answer> {
  const next = newToken();
  const token = await brand.sign({ nonce: login.nonce, ...claims });
  const answer = await redeem(brand, visitor, login, token, next);
  if (answer.status === 200) visitor.token = next;
  return answer;
}

/** The agent asks, the visitor logs in. */
export async function askedLogin(stage: Stage, visitor: Visitor, claims: Record<string, unknown> = {}) {
  const challenge = await askForLogin(stage.agent, visitor.conversation);
  return answerLogin(stage, visitor, challenge, claims);
}

/** The visitor logs in without having been asked. */
export async function ownLogin(
  stage: Stage,
  visitor: Visitor,
  claims: Record<string, unknown> = {},
  wants: object = {},
): Promise<Answer> {
  const verifier = newToken();
  const body = { method: 'token', verifierHash: s256(verifier), ...wants };
  const begun = await consumer(stage, visitor, 'challenges', body);
  if (begun.status !== 201) return begun;
  const { challenge, nonce } = begun.body as { challenge: string; nonce: string };
  return redeemAs(stage.brand, visitor, { challenge, verifier, nonce }, claims);
}

/** A session whose conversation has not begun. */
export async function openVisit(
  { system, brand }: Stage,
  engagement = 'help',
  body: object = {},
): Promise<{ base: string; conversation: string; token: string; held: boolean }> {
  const base = consumerBase(system, brand, engagement);
  const { token, conversation, held } = expectOk(
    await http(`${base}/sessions`, { origin: brand.page, body }),
    201,
  ).body as { token: string; conversation: string; held: boolean };
  return { base, conversation, token, held };
}

/** Opens a socket for a session and joins its conversation, under a client id of its own. */
export async function joinAs(
  { brand }: Stage,
  visit: { base: string; conversation: string; token: string },
): Promise<Visitor> {
  const socket = await openVisitorSocket(brand, visit.base, visit.token);
  const clientId = newToken().slice(0, 11);
  const { conversation } = visit;
  const joined = await socket.call({ action: 'consumer.join', conversation, clientId });
  if (joined.type !== 'answer') throw new Error(JSON.stringify(joined));
  return { ...visit, clientId, socket };
}

/** The kinds of entries that an agent reads in a conversation, oldest first. */
export async function timelineOf(stage: Stage, conversation: string): Promise<Record<string, unknown>[]> {
  const { origin } = stage.system;
  const page = expectOk(
    await http(`${origin}/api/agent/conversations/${conversation}/messages`, {
      cookie: stage.agent.cookie,
    }),
    200,
  );
  return (page.body.items as { kind: string; what: Record<string, unknown> }[])
    .filter(({ kind }) => kind === 'entry')
    .map(({ what }) => what);
}
