import { type Assignment, type Change, first, type Item, to } from '../change.ts';
import { settled } from './entry.ts';
import { notIdle, ofSession, type SessionOfEpoch } from './guards.ts';
import { type HeadSocket, socketAttribute, socketLife, socketsOf, socketValue } from './head.ts';

/** The most clients that a conversation remembers; the one silent for longest makes room. */
export const mostSenders = 8;

/** The most sockets of each side: a visitor must not make a conversation dear. The oldest makes room, and may rejoin. */
export const mostSockets = { consumer: 8, agent: 16 } as const;

const add = (socket: HeadSocket): Record<string, Assignment> => ({
  [socketAttribute(socket.connection)]: to(socketValue(socket)),
  [`n#${socket.sender}`]: first(0),
});

/** A consumer's socket joins, if its session is the conversation's own. `idle` is in milliseconds. */
export const consumerJoins = (socket: HeadSocket, session: SessionOfEpoch, idle: number): Change => ({
  guards: [...ofSession(session), notIdle(socket.at, idle)],
  set: { ...add(socket), idleUntil: to(socket.at + idle) },
  remove: settled,
});

/** An agent's socket joins: agents of the brand may read any of its conversations. */
export const agentJoins = (socket: HeadSocket): Change => ({ guards: [], set: add(socket), remove: settled });

/** A sender counts for so long after its last message: as long as the pace of its messages is looked at. */
const busy = 10_000;

const lastUse = (item: Item, sender: string) => Number(item[`t#${sender}`] ?? 0);

/**
 * Too many clients have sent a moment ago and are gone, for a new one to come in: else each would begin with a pace of
 * its own, and there would be none.
 */
export function isCrowded(item: Item, newcomer: string, now: number): boolean {
  const here = new Set(socketsOf(item).map(({ sender }) => sender));
  const gone = sendersOf(item).filter((one) => !here.has(one) && lastUse(item, one) > now - busy);
  return lastUse(item, newcomer) === 0 && gone.length >= mostSenders;
}

/** What a head holds beyond its measure: sockets that are long gone or too many, and senders beyond the most. */
export function surplus(item: Item, now: number): string[] {
  const sockets = socketsOf(item).sort((a, b) => b.at - a.at);
  const live = sockets.filter(({ at }) => at > now - socketLife);
  const kept = new Set([...newest(live, 'consumer'), ...newest(live, 'agent')]);
  const gone = sockets
    .filter((socket) => !kept.has(socket))
    .map(({ connection }) => socketAttribute(connection));
  return [...gone, ...surplusSenders(item, new Set([...kept].map(({ sender }) => sender)), now)];
}

const newest = (sockets: readonly HeadSocket[], role: HeadSocket['role']) =>
  sockets.filter((socket) => socket.role === role).slice(0, mostSockets[role]);

const sendersOf = (item: Item) =>
  Object.keys(item)
    .filter((name) => name.startsWith('n#'))
    .map((name) => name.slice(2));

/** The attributes of senders that make room: those without a socket, silent for longest and not busy just now. */
function surplusSenders(item: Item, here: ReadonlySet<string>, now: number): string[] {
  const senders = sendersOf(item);
  return senders
    .filter((sender) => !here.has(sender) && lastUse(item, sender) <= now - busy)
    .sort((a, b) => lastUse(item, a) - lastUse(item, b))
    .slice(0, Math.max(0, senders.length - mostSenders))
    .flatMap((sender) => ['n#', 'q#', 'a#', 'd#', 't#', 'w#'].map((kind) => kind + sender))
    .filter((name) => name in item);
}

/** Drops attributes by name, whatever they hold: sockets that are gone, senders that made room. */
export const drop = (attributes: readonly string[]): Change => ({ guards: [], set: {}, remove: attributes });
