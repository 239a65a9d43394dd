import type { Item } from '../core/change.ts';
import { asHead, socketsOf } from '../core/conversation/head.ts';
import type { Sockets } from '../edge/sockets.ts';

/**
 * Closes the sockets of consumers that a change of a head has dropped: nothing comes to them any more, and nothing is taken
 * from them. Whose session still is good comes back with another.
 */
export async function closeDropped(
  sockets: Pick<Sockets, 'close'>,
  before: Item,
  after: Item,
): Promise<void> {
  const { epoch: current } = asHead(after);
  const consumers = (item: Item) => socketsOf(item).filter(({ role }) => role === 'consumer');
  const dropped = new Set([...consumers(before), ...consumers(after)].map(({ connection }) => connection));
  for (const { connection, epoch } of consumers(after)) if (epoch === current) dropped.delete(connection);
  await Promise.all([...dropped].map((connection) => sockets.close(connection)));
}
