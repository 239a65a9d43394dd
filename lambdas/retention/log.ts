import { keptSince } from '../core/retention/end.ts';
import { eraseAuditPayload } from '../store/chain.ts';
import { readCheckpoints } from '../store/checkpoints.ts';
import type { Dependencies } from './conversations.ts';

export interface Forgotten {
  readonly forgotten: number;
  /** Checkpoints up to this one are dealt with. */
  readonly checkpoint: number;
}

/**
 * Takes away what old entries of the log say, with their salts; what they commit to stays, so that every chain still
 * verifies. The checkpoints of a brand tell in order of time which entries there are.
 */
export async function forgetOldEntries(
  { db, now }: Dependencies,
  brand: string,
  days: number | null,
  done: number,
  deadline: number,
): Promise<Forgotten> {
  const since = keptSince(days, now());
  let forgotten = 0;
  for (let checkpoint = done; since !== undefined; ) {
    const { checkpoints, next } = await readCheckpoints(db, brand, { after: checkpoint, limit: 20 });
    for (const { m, at, heads } of checkpoints) {
      if (at >= since || now() > deadline) return { forgotten, checkpoint };
      for (const { chain, from, n } of heads) {
        const [kind, id = ''] = chain.split('/');
        const subject = { kind: kind === 'account' ? 'account' : 'conversation', id } as const;
        const numbers = Array.from({ length: n - from + 1 }, (_, each) => from + each);
        await Promise.all(numbers.map((number) => eraseAuditPayload(db, brand, subject, number)));
        forgotten += numbers.length;
      }
      checkpoint = m;
    }
    if (next === undefined) return { forgotten, checkpoint };
  }
  return { forgotten, checkpoint: done };
}
