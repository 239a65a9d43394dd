import { slug } from '../../contract/fields.ts';
import type { BotScope } from '../../contract/scopes.ts';
import { type Result, refuse } from '../core/result.ts';
import { fingerprint } from '../core/secrets.ts';
import { lifetimes } from '../core/sign-in/lifetimes.ts';
import type { AgentSession } from '../core/sign-in/session.ts';
import type { Db } from '../store/db.ts';
import { readSession, type SessionName, touchSession } from '../store/sessions.ts';
import { brandOfCookie, type Caller, readAgentSession, readAgentSessionOfPage } from './agent-session.ts';

/** A request of somebody at work: a person with a cookie, or a bot with a key. */
export interface AgentRequest extends Caller {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly origin: string | undefined;
}

const form = /^Bearer ([^.]{1,40})\.([A-Za-z0-9_-]{43})$/;

/** What a bot's key is stored under: never what a cookie's value would be. */
export const botKeyHash = (secret: string): string => fingerprint('bot', secret);

/** The key that a request carries, by its name (RFC 6750, section 2.1). */
function botKeyOf({ authorization }: AgentRequest['headers']): SessionName | undefined {
  const [, brand = '', secret = ''] = form.exec(authorization ?? '') ?? [];
  return slug.safeParse(brand).success ? { brand, hash: botKeyHash(secret), bot: 'yes' } : undefined;
}

/** A request that carries a key speaks for a bot, whatever cookies came along. */
const isBot = ({ headers }: AgentRequest): boolean => headers.authorization !== undefined;

/** A bot's key, if it is good for `scope`: one strong read, and a write when its last recorded use is over five minutes ago. */
async function readBot(
  db: Db,
  request: AgentRequest,
  now: number,
  scope: BotScope,
): Promise<Result<AgentSession>> {
  // Keys belong into programs: what a browser sends carries an origin.
  if (request.origin !== undefined) return refuse('origin_refused');
  const name = botKeyOf(request.headers);
  if (!name) return refuse('unauthorized');
  const bot = await readSession(db, name, now);
  if (!bot.ok) return bot;
  if (!bot.value.scopes?.includes(scope))
    return refuse('forbidden', { detail: `This key lacks the scope ${scope}.` });
  if (now - bot.value.lastUsedAt < lifetimes.recordUse) return bot;
  const touched = await touchSession(db, bot.value, now);
  return touched.ok ? bot : touched;
}

/** Who makes a request that reads. `scope` is what a bot's key must be good for. */
export const readAgent = (
  db: Db,
  request: AgentRequest,
  now: number,
  scope: BotScope = 'read',
): Promise<Result<AgentSession>> =>
  isBot(request) ? readBot(db, request, now, scope) : readAgentSession(db, request, now);

/** The same for a change: a person's must come from a page of ours. */
export const readAgentOfPage = (
  db: Db,
  request: AgentRequest,
  publicOrigin: string,
  now: number,
  scope: BotScope = 'read',
): Promise<Result<AgentSession>> =>
  isBot(request) ? readBot(db, request, now, scope) : readAgentSessionOfPage(db, request, publicOrigin, now);

/** The brand that a request claims to be of: good for reading along, never without what `readAgent` says. */
export const brandOfAgent = (request: AgentRequest): string | undefined =>
  isBot(request) ? botKeyOf(request.headers)?.brand : brandOfCookie(request.cookies);
