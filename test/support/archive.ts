import { ulid } from 'ulid';
import { inboxSort, shardOf } from '../../lambdas/core/conversation/inbox.ts';
import { newHead } from '../../lambdas/core/conversation/start.ts';
import { placeOf } from '../../lambdas/store/lists.ts';
import { inboxPartition, keys, shards } from '../../lambdas/store/table.ts';
import { putAll } from './items.ts';
import type { System } from './system.ts';

/** What a test wants of a conversation that is over. */
export interface Past {
  readonly at: number;
  readonly state?: 'waiting' | 'open' | 'closed';
  readonly engagement?: string;
  readonly identity?: string;
  readonly agent?: string;
}

/**
 * Puts conversations past the application, with the listings that the stream would have written; their ids in order. Each time
 * has an id of its own, the same in every brand, and so the same shard.
 */
export async function putPast(system: System, brand: string, all: readonly Past[]): Promise<string[]> {
  const made = all.map(({ at, state = 'closed', engagement = 'help', identity, agent }) => {
    const id = ulid(at).slice(0, 10) + String(at).padStart(16, '0');
    const head = {
      ...newHead({
        id,
        brand,
        engagement,
        channel: 'messaging',
        settings: { idle: 1_800_000, period: 3_600_000, request: 900_000 },
        inboxPk: inboxPartition(brand, shardOf(id, shards)),
        now: at,
        held: false,
      }),
      ...keys.head(brand, id),
      state,
      changedAt: at,
      inboxSk: inboxSort(state, at, id),
      identity,
      agent: agent === undefined ? undefined : { id: agent, name: 'Noor' },
      // Settled long ago: the stream has nothing to do with it.
      owes: undefined,
      owesSeq: undefined,
    };
    const lists = ['all', `engagement.${engagement}`, ...(agent === undefined ? [] : [`agent.${agent}`])];
    const place = placeOf({ createdAt: at, id });
    const listings = [
      ...lists.map((list) => ({ ...keys.list(brand, list, place), conversation: id })),
      ...(identity === undefined ? [] : [{ ...keys.identity(brand, identity, id), engagement, at }]),
    ];
    return { id, items: [head, ...listings] };
  });
  await putAll(
    system,
    made.flatMap(({ items }) => items),
  );
  return made.map(({ id }) => id);
}
