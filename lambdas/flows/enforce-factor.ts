import { to } from '../core/change.ts';
import type { Db } from '../store/db.ts';
import { type CloseSocket, closeBareSockets } from '../store/sessions.ts';
import { keys } from '../store/table.ts';

/**
 * Closes the sockets of all who are signed in without a second factor. From the moment the brand asks for one, every
 * request and frame of theirs is refused by itself; a socket that only listens would go on hearing until it is closed.
 */
export async function enforceFactor(db: Db, brand: string, close: CloseSocket): Promise<void> {
  await closeBareSockets(db, brand, close);
  // Until here the brand says that this is still owed: the stream begins again, and so does the next change of it.
  await db.change(keys.brand(brand), { guards: [], set: { enforcing: to(false) } });
}
