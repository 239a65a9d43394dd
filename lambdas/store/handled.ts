import type { Head } from '../core/conversation/head.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/**
 * Lists a conversation among those of the agent who has just got it, so that they are found later whoever has it by then.
 * Does nothing for any other head.
 */
export async function rememberHandled(db: Db, { brand, id, agent, owes }: Head): Promise<void> {
  const got: string[] = ['accepted', 'transferred'];
  if (agent === undefined || owes === undefined || !got.includes(owes.what.event)) return;
  await db.put({ ...keys.handled(brand, agent.id, id), at: owes.at });
}
