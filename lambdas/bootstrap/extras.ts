import type * as z from 'zod/mini';
import type { createBrand, createdBrand } from '../../contract/http/management/operator.ts';
import type { RowRefusal } from '../core/records/rows.ts';
import { readKind } from '../core/request/kind.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { newSecret } from '../core/secrets.ts';
import { makeBotKey } from '../flows/bot-key.ts';
import { loadRows } from '../flows/load-rows.ts';
import { makeSecurityKey } from '../flows/security-key.ts';
import { makeWebhook } from '../flows/webhook.ts';
import { CustomerRecords } from '../store/customer-records.ts';
import { createSetting } from '../store/settings.ts';
import { settleUser } from '../store/staff.ts';
import { keys } from '../store/table.ts';
import { createBot, readUser } from '../store/users.ts';
import type { Dependencies } from './dependencies.ts';

type Asked = z.infer<typeof createBrand>;
type Made = Pick<z.infer<typeof createdBrand>, 'securityKey' | 'bots' | 'webhooks'>;

/** What a new brand may get beside its first admin, so that its own programs can work with it at once. */
export async function makeExtras(deps: Dependencies, asked: Asked, by: string): Promise<Result<Made>> {
  const { brand } = asked;
  for (const { name, ...settings } of asked.requestKinds ?? []) {
    const kind = readKind(name, settings, asked.authentication?.acrScale ?? []);
    if (!kind.ok) return kind;
    await createSetting(deps.db, keys.requestKind(brand, name), kind.value);
  }
  const loaded = await loadRecords(deps, asked);
  if (!loaded.ok) return loaded;
  const key = asked.securityKey && (await makeSecurityKey(deps, brand, by));
  if (key && !key.ok) return key;
  const bots = await inTurn(asked.bots ?? [], (bot) => makeBot(deps, brand, bot));
  if (!bots.ok) return bots;
  const webhooks = await inTurn(asked.webhooks ?? [], async (settings) => {
    const made = await makeWebhook(deps, brand, settings);
    if (!made.ok) return made;
    const { record, secret } = made.value;
    return done({ id: record.id, url: record.url, secret });
  });
  if (!webhooks.ok) return webhooks;
  return done({
    ...(key ? { securityKey: { id: key.value.id, key: key.value.key } } : {}),
    ...(asked.bots ? { bots: bots.value } : {}),
    ...(asked.webhooks ? { webhooks: webhooks.value } : {}),
  });
}

/** The key of the digests is made with the settings, as when an admin makes them. */
async function loadRecords(
  { db, seals }: Dependencies,
  { brand, customerRecords }: Asked,
): Promise<Result<undefined>> {
  if (!customerRecords) return done(undefined);
  const { fields, records } = customerRecords;
  const key = newSecret();
  const sealed = await seals.seal(brand, 'records', key);
  const made = await createSetting(db, keys.recordSettings(brand), { version: 1, fields, sealed });
  if (!made.ok) return made;
  const { refused } = await loadRows(new CustomerRecords(db), brand, records, fields, key);
  return refused.length === 0 ? done(undefined) : refuse('invalid_request', { errors: refused.map(errorOf) });
}

const errorOf = ({ row, why, field }: RowRefusal) => ({
  path: `customerRecords.records.${row - 1}`,
  message: `was refused: ${[why, field].filter(Boolean).join(' ')}`,
});

/** One after the other, up to the first that is refused. */
async function inTurn<A, B>(all: readonly A[], make: (one: A) => Promise<Result<B>>): Promise<Result<B[]>> {
  const made: B[] = [];
  for (const one of all) {
    const result = await make(one);
    if (!result.ok) return result;
    made.push(result.value);
  }
  return done(made);
}

async function makeBot(
  { db, now }: Dependencies,
  brand: string,
  { name, scopes }: NonNullable<Asked['bots']>[number],
) {
  const bot = await createBot(db, { brand, name, skills: [] }, now());
  if (!bot.ok) return bot;
  await settleUser(db, bot.value);
  const item = await readUser(db, brand, bot.value.id);
  if (!item) return refuse('unavailable', { retryAfter: 1 });
  const key = await makeBotKey(db, item, { name, scopes }, now());
  return key.ok ? done({ id: bot.value.id, name, key: key.value.key }) : key;
}
