import { to } from '../core/change.ts';
import { closeBareSockets } from '../store/sessions.ts';
import { keys } from '../store/table.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * Closes the sockets of all who are signed in without a second factor. From the moment the brand asks for one, every
 * request and frame of theirs is refused by itself; a socket that only listens would go on hearing until it is closed.
 */
export async function enforceFactor({ db, closeSocket }: Dependencies, brand: string): Promise<void> {
  await closeBareSockets(db, brand, closeSocket);
  // Until here the brand says that this is still owed, so that the next change of it begins again.
  await db.change(keys.brand(brand), { guards: [], set: { enforcing: to(false) } });
}
