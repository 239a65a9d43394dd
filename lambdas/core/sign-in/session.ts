import type { BotScope } from '../../../contract/scopes.ts';
import { above, absent, type Change, exists, type Guard, type Item, to } from '../change.ts';
import { type Profile, profileItem } from '../desk/card.ts';
import { done, type Result, refuse } from '../result.ts';
import { lifetimes } from './lifetimes.ts';
import { type Notice, profileOf, type User } from './user.ts';

/** What a session is granted when it begins. */
export interface Terms {
  /** After how many milliseconds without use it ends, and after how many in all. */
  readonly idle: number;
  readonly overall: number;
  /** The networks it may be used from; left out, any. */
  readonly networks?: readonly string[];
  /** Of a session without a second factor: how often its brand had begun to ask for one by then. */
  readonly bare?: number;
  readonly notice?: Notice;
}

/** A session of an agent who is signed in. Times are in milliseconds. */
export interface AgentSession extends Terms, Profile {
  readonly brand: string;
  /** What the session is looked up by: the fingerprint of its secret. */
  readonly hash: string;
  readonly agent: string;
  /** What a bot's key is good for; none, when it is a person. */
  readonly scopes?: readonly BotScope[];
  readonly bot?: 'yes';
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly idleUntil: number;
  /** The end, however much it is used. */
  readonly until: number;
  /** What the browser said it is. */
  readonly device: string;
  /** Its open sockets, and since when. */
  readonly sockets: readonly { readonly connection: string; readonly at: number }[];
}

const socketPrefix = 'c#';
const unauthorized = refuse('unauthorized').refusal;
const seconds = (ms: number) => Math.ceil(ms / 1000);

/** The attributes of a new session. */
export const newSession = (user: User, hash: string, now: number, device: string, terms: Terms): Item => ({
  brand: user.brand,
  hash,
  agent: user.id,
  ...profileItem(profileOf(user)),
  createdAt: now,
  lastUsedAt: now,
  idleUntil: now + terms.idle,
  until: now + terms.overall,
  device,
  ttl: seconds(now + terms.overall),
  ...(JSON.parse(JSON.stringify(terms)) as Item),
});

/** Longer than anybody will use a key; milliseconds. */
const ages = 100 * 365 * 24 * 60 * 60 * 1000;

/** The attributes of a bot's key: a session that does not end by itself. */
export const newBotKey = (bot: User, hash: string, scopes: readonly BotScope[], now: number): Item => ({
  brand: bot.brand,
  hash,
  agent: bot.id,
  ...profileItem(profileOf(bot)),
  bot: 'yes',
  scopes: [...scopes],
  createdAt: now,
  lastUsedAt: 0,
  idleUntil: now + ages,
  until: now + ages,
  idle: ages,
  overall: ages,
  device: 'bot',
});

/** Stands where a session was ended before it was stored, so that it cannot be stored afterwards. */
export const endedSession = (now: number): Item => ({ ended: now, ttl: seconds(now + lifetimes.session) });

/** Open sockets of a session item. API Gateway closes a socket after two hours. */
export const socketsOf = (item: Item): AgentSession['sockets'] =>
  Object.entries(item)
    .filter(([name]) => name.startsWith(socketPrefix))
    .map(([name, at]) => ({ connection: name.slice(socketPrefix.length), at: Number(at) }));

/** The session that an item holds, unless it has ended. */
export function sessionOf(item: Item | undefined, now: number): Result<AgentSession> {
  if (!item || item.ended !== undefined) return refuse('unauthorized');
  const session = { skills: [], ...item, sockets: socketsOf(item) } as unknown as AgentSession;
  return now < session.idleUntil && now < session.until ? done(session) : refuse('unauthorized');
}

const alive = (now: number): readonly Guard[] => [
  { that: absent('ended'), otherwise: unauthorized },
  { that: above(['idleUntil'], now), otherwise: unauthorized },
  { that: above(['until'], now), otherwise: unauthorized },
];

/** Records that the session is in use, and from which networks it may be. */
export const useSession = ({ idle }: Terms, now: number, networks?: readonly string[]): Change => ({
  guards: alive(now),
  set: {
    lastUsedAt: to(now),
    idleUntil: to(now + idle),
    ...(networks ? { networks: to([...networks]) } : {}),
  },
});

const socketLife = 2 * 60 * 60 * 1000;

/** Adds a socket, to be closed with the session; forgets those that must be closed by now. */
export const openSocket = (session: AgentSession, connection: string, now: number): Change => ({
  authority: alive(now),
  already: exists(`${socketPrefix}${connection}`),
  guards: [],
  set: { [`${socketPrefix}${connection}`]: to(now) },
  remove: session.sockets
    .filter(({ at }) => at < now - socketLife)
    .map((socket) => `${socketPrefix}${socket.connection}`),
});

/** Ends the session for good. It stays until its sockets are closed and its time is over. */
export const endSession = (now: number): Change => ({
  already: exists('ended'),
  guards: [],
  set: { ended: to(now) },
});

/** Forgets what the person was told. */
export const forgetNotice: Change = { guards: [], set: {}, remove: ['notice'] };

/** A session as lists show it. */
export const sessionView = ({ hash, createdAt, lastUsedAt, idleUntil, until, device }: AgentSession) => ({
  id: hash,
  createdAt,
  lastUsedAt,
  expiresAt: Math.min(idleUntil, until),
  device,
});
