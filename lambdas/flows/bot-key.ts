import type { BotScope } from '../../contract/scopes.ts';
import type { Item } from '../core/change.ts';
import { done, type Result } from '../core/result.ts';
import { newSecret } from '../core/secrets.ts';
import { userOf } from '../core/sign-in/user.ts';
import { botKeyHash } from '../edge/bot-key.ts';
import { addBotKey, type ListedKey } from '../store/bot-keys.ts';
import type { Db } from '../store/db.ts';

/** A bot's key as it is shown, this once: `key` is what the bot sends. */
export interface NewBotKey extends ListedKey {
  readonly key: string;
}

/** Makes a key for a bot. The answer is the only place where it ever stands; the table holds its hash. */
export async function makeBotKey(
  db: Db,
  bot: Item,
  { name, scopes }: { readonly name: string; readonly scopes: readonly BotScope[] },
  now: number,
): Promise<Result<NewBotKey>> {
  const secret = newSecret();
  const key = { id: botKeyHash(secret), name, scopes: [...new Set(scopes)], createdAt: now };
  const added = await addBotKey(db, bot, key);
  return added.ok ? done({ ...key, key: `${userOf(bot).brand}.${secret}` }) : added;
}
