import { type Assignment, type Change, first, type Item, to } from '../change.ts';
import { settled } from './entry.ts';
import { notIdle, ofEpoch } from './guards.ts';
import { type HeadSocket, socketAttribute, socketLife, socketsOf, socketValue } from './head.ts';

/** The most clients that a conversation remembers; the one silent for longest makes room. */
export const mostSenders = 8;

const add = (socket: HeadSocket): Record<string, Assignment> => ({
  [socketAttribute(socket.connection)]: to(socketValue(socket)),
  [`n#${socket.sender}`]: first(0),
});

/** A consumer's socket joins, if its session is of this epoch. `idle` is in milliseconds. */
export const consumerJoins = (socket: HeadSocket, idle: number): Change => ({
  guards: [ofEpoch(socket.epoch), notIdle(socket.at)],
  set: { ...add(socket), idleUntil: to(socket.at + idle) },
  remove: settled,
});

/** An agent's socket joins: agents of the brand may read any of its conversations. */
export const agentJoins = (socket: HeadSocket): Change => ({ guards: [], set: add(socket), remove: settled });

/** What a head holds beyond its measure: sockets that are long gone, and senders beyond the most. */
export function surplus(item: Item, now: number): string[] {
  const sockets = socketsOf(item);
  const gone = sockets.filter(({ at }) => at <= now - socketLife);
  const here = new Set(sockets.filter(({ at }) => at > now - socketLife).map(({ sender }) => sender));
  const senders = Object.keys(item)
    .filter((name) => name.startsWith('n#'))
    .map((name) => name.slice(2));
  const lastUse = (sender: string) => Number(item[`t#${sender}`] ?? 0);
  const leaving = senders
    .filter((sender) => !here.has(sender))
    .sort((a, b) => lastUse(a) - lastUse(b))
    .slice(0, Math.max(0, senders.length - mostSenders));
  const attributes = leaving.flatMap((sender) =>
    ['n#', 'q#', 'a#', 'd#', 't#', 'w#'].map((kind) => kind + sender),
  );
  return [
    ...gone.map(({ connection }) => socketAttribute(connection)),
    ...attributes.filter((name) => name in item),
  ];
}

/** Drops attributes by name, whatever they hold: sockets that are gone, senders that made room. */
export const drop = (attributes: readonly string[]): Change => ({ guards: [], set: {}, remove: attributes });
