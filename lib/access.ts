import type { FunctionName } from './functions/catalog.ts';

/** Item actions only: no Scan, no PartiQL, no transactions, nothing that reaches past the keys it names. */
export type ItemAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** What a function may do with the items whose partition key is like one of `keys`. */
export interface TableRule {
  readonly actions: readonly ItemAction[];
  /** Patterns of partition keys, as `lambdas/store/table.ts` writes them; `*` stands for brand and id. */
  readonly keys: readonly string[];
  /** The index that is queried; left out, the table itself. */
  readonly index?: 'inbox';
}

const read: readonly ItemAction[] = ['GetItem', 'BatchGetItem', 'Query'];
const write: readonly ItemAction[] = ['PutItem', 'UpdateItem', 'DeleteItem'];
const may = (actions: readonly ItemAction[], ...keys: string[]): TableRule => ({ actions, keys });

const conversations = 'chat#*#conversation#*';
const consumerSessions = 'chat#*#session#*';
const tickets = 'chat#*#ticket#*';
const roster = 'chat#*#roster#*';
const brands = 'conf#*#brand';
const engagements = 'conf#*#engagement';
const issuers = 'conf#*#issuer';
const users = 'auth#*#user';
const logins = 'auth#*#login#*';
const invitations = 'auth#*#invitation#*';
const agentSessions = 'auth#*#session#*';
const audit = 'audit#*';

/**
 * The single table, cut along its partition keys: one list for each function, and nothing outside it.
 * No function that a consumer can reach may touch an `auth` item.
 */
export const tableAccess: Record<FunctionName, readonly TableRule[]> = {
  'consumer-api': [may([...read, ...write], 'chat#*'), may(read, brands, engagements, issuers)],
  'consumer-socket': [
    may([...read, ...write], conversations, consumerSessions, roster),
    may(read, brands, engagements),
  ],
  'agent-api': [
    may(read, 'chat#*'),
    { ...may(['Query'], 'chat#*'), index: 'inbox' },
    may(['PutItem'], tickets),
    may(read, brands, engagements, issuers),
    may(['GetItem', 'UpdateItem'], agentSessions),
  ],
  'agent-socket': [
    may([...read, ...write], conversations, roster),
    may(read, brands, engagements),
    may(['GetItem', 'UpdateItem'], agentSessions),
  ],
  'sign-in': [may([...read, ...write], 'auth#*'), may(['PutItem'], audit), may(['GetItem'], brands)],
  management: [
    may([...read, ...write], 'conf#*', users, logins, invitations, agentSessions),
    may(['PutItem'], audit),
  ],
  connect: [may(['DeleteItem'], tickets)],
  stream: [may([...read, ...write], 'chat#*')],
  bootstrap: [may([...read, ...write], 'conf#*', users, logins, invitations), may(['PutItem'], audit)],
};
