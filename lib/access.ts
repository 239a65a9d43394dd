import type { SealedUse } from '../lambdas/core/settings/sealed-use.ts';
import type { FunctionName } from './functions/catalog.ts';

/** Item actions only: no Scan, no PartiQL, no transactions, nothing that reaches past the keys it names. */
type ItemAction = 'GetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** What a function may do with the items whose partition key is like one of `keys`. */
export interface TableRule {
  readonly actions: readonly ItemAction[];
  /** Patterns of partition keys, as `lambdas/store/table.ts` writes them; `*` stands for brand and id. */
  readonly keys: readonly string[];
  /** The index that is queried; left out, the table itself. */
  readonly index?: 'inbox';
}

const may = (actions: readonly ItemAction[], ...keys: string[]): TableRule => ({ actions, keys });
/** A change reads the item when its condition fails and the failure shows none. */
const change = ['GetItem', 'PutItem', 'UpdateItem'] as const;

const conversations = 'chat#*#conversation#*';
const consumerSessions = 'chat#*#session#*';
const tickets = 'chat#*#ticket#*';
const startedLogins = 'chat#*#login#*';
const revocations = 'chat#*#revocation#*';
const revokedMarks = 'chat#*#revoked#*';
const usedTokens = 'chat#*#jti#*';
const trials = 'chat#*#trial#*';
const identities = 'chat#*#identity#*';
const lists = 'chat#*#list#*';
const retention = 'conf#*#retention';
const retainingBrands = 'conf#_#retaining';
const erasures = 'chat#*#erasure';
const unfinishedErasures = 'chat#_#erasing';
const openConversations = 'chat#*#open#*';
const acknowledgements = 'chat#*#noted#*';
const roster = 'chat#*#roster#*';
const bareSockets = 'chat#*#bare';
const inbox = 'chat#*#inbox#*';
const consumerLimits = 'chat#*#limit#*';
const brands = 'conf#*#brand';
const authentication = 'conf#*#authentication';
const engagements = 'conf#*#engagement';
const issuers = 'conf#*#issuer';
const requestKinds = 'conf#*#request';
const providers = 'conf#*#provider';
const webhooks = 'conf#*#webhook';
const webhookOutcomes = 'conf#*#webhook-outcome';
const securityKeys = 'conf#*#security-key';
const recordSettings = 'conf#*#record-settings';
const customerRecords = 'chat#*#record#*';
const listedRecords = 'chat#*#records';
const recordUploads = 'chat#*#record-upload#*';
const users = 'auth#*#user';
const logins = 'auth#*#login#*';
const invitations = 'auth#*#invitation#*';
const agentSessions = 'auth#*#session#*';
const passkeys = 'auth#*#passkey#*';
const recoveryCodes = 'auth#*#recovery#*';
const passkeyChallenges = 'auth#*#challenge#*';
const cards = 'chat#*#colleague';
const brandNames = 'conf#_#brand-name';
const skills = 'conf#*#skill';
const cannedAnswers = 'conf#*#canned-answer';
const userNames = 'auth#*#user-name';
const admins = 'auth#*#admins';
const botKeys = 'auth#*#bot-key#*';
const idempotency = 'auth#*#idempotency#*';
const signInLimits = 'auth#*#limit#*';
/** All that a brand has which does not end by itself. */
const wholeBrand = [
  ...[brands, authentication, retention, requestKinds, engagements, issuers, providers],
  ...[securityKeys, recordSettings, skills, cannedAnswers, webhooks, webhookOutcomes],
  ...[users, userNames, admins],
  ...[
    cards,
    roster,
    bareSockets,
    erasures,
    listedRecords,
    lists,
    trials,
    identities,
    openConversations,
    conversations,
  ],
];
/** What waits to be sealed into the log; the chains themselves nobody writes but the stream's function. */
const audit = 'audit#*#pending#*';
const accountLogs = 'audit#*#account#*';
const conversationLogs = 'audit#*#conversation#*';
const logs = [accountLogs, conversationLogs, 'audit#*#checkpoint'] as const;

/**
 * The single table, cut along its partition keys: one list for each function, and nothing outside it.
 * No function that a consumer can reach may touch an `auth` item.
 */
export const tableAccess: Record<FunctionName, readonly TableRule[]> = {
  'consumer-api': [
    may([...change, 'Query'], conversations),
    may(['GetItem', 'PutItem'], consumerSessions),
    may(['PutItem'], tickets),
    may(['UpdateItem'], consumerLimits),
    may(['GetItem'], authentication, engagements),
    may(['Query'], identities),
    may(['GetItem', 'PutItem'], revokedMarks),
  ],
  'step-up': [
    may(change, conversations),
    may(['GetItem', 'PutItem'], consumerSessions),
    may(['PutItem'], usedTokens, trials),
    may(change, startedLogins, openConversations),
    may(['GetItem'], authentication, engagements, issuers, providers, recordSettings),
    may(['GetItem'], customerRecords),
    may(['UpdateItem'], consumerLimits),
  ],
  'consumer-socket': [
    may(change, conversations),
    may(['GetItem'], consumerSessions),
    may(['GetItem'], engagements),
  ],
  'agent-api': [
    // Reading a page writes too: it gives up numbers that nothing was ever stored at.
    may([...change, 'Query'], conversations),
    { ...may(['Query'], inbox), index: 'inbox' },
    may(['Query'], identities),
    may(['PutItem', 'Query'], acknowledgements),
    may(['PutItem'], tickets),
    may(['UpdateItem'], consumerLimits),
    may(['GetItem', 'UpdateItem'], agentSessions),
    may(['GetItem'], brands, authentication, engagements, requestKinds),
    may(['GetItem', 'UpdateItem'], botKeys),
    may(['GetItem', 'Query'], cards),
    may(['Query'], skills, cannedAnswers, requestKinds),
  ],
  'agent-socket': [
    may(change, conversations),
    may(['PutItem'], roster, bareSockets),
    may(['GetItem', 'UpdateItem'], agentSessions),
    may(['GetItem'], brands, authentication, engagements),
    may(['GetItem', 'UpdateItem'], botKeys),
    may(change, cards),
    may(['GetItem'], skills),
  ],
  'sign-in': [
    may(['GetItem', 'UpdateItem'], users),
    may(['GetItem'], logins),
    may(['GetItem', 'DeleteItem'], invitations),
    may(change, agentSessions),
    may([...change, 'DeleteItem'], passkeys),
    may(['GetItem', 'PutItem', 'DeleteItem'], recoveryCodes),
    may(['PutItem', 'DeleteItem'], passkeyChallenges),
    may(['UpdateItem', 'DeleteItem'], signInLimits),
    may(['PutItem'], audit),
    may(['GetItem'], brands),
  ],
  management: [
    may([...change, 'Query'], brands, authentication, engagements, issuers, users),
    may([...change, 'Query', 'DeleteItem'], providers, requestKinds),
    may(change, securityKeys, recordSettings, recordUploads),
    may([...change, 'DeleteItem'], customerRecords),
    may([...change, 'Query', 'DeleteItem'], listedRecords),
    may(['GetItem', 'PutItem'], logins),
    may(['PutItem', 'DeleteItem'], invitations),
    may(change, agentSessions),
    may(['DeleteItem'], passkeys, recoveryCodes),
    may(['Query', 'DeleteItem'], bareSockets),
    may(['Query'], trials),
    may(['PutItem'], audit),
    may([...change, 'Query', 'DeleteItem'], skills, cannedAnswers),
    may([...change, 'DeleteItem'], cards),
    may(['PutItem', 'DeleteItem', 'Query'], userNames),
    may(change, admins, botKeys),
    may(['DeleteItem'], engagements, issuers, users, logins),
    may([...change, 'Query', 'DeleteItem'], webhooks),
    may(['GetItem', 'DeleteItem'], webhookOutcomes),
    { ...may(['Query'], inbox), index: 'inbox' },
    may(['GetItem', 'PutItem', 'DeleteItem'], idempotency),
  ],
  'backend-api': [
    may(change, conversations, revocations),
    may(['GetItem', 'UpdateItem'], startedLogins),
    may(['Query'], identities),
    may(['PutItem'], revokedMarks),
    may(['UpdateItem'], consumerLimits),
    may(['GetItem'], issuers, securityKeys),
  ],
  connect: [may(['DeleteItem'], tickets)],
  archive: [
    may([...change, 'Query', 'DeleteItem'], conversations),
    may(['GetItem', 'Query'], lists),
    may(['Query', 'DeleteItem'], identities),
    may(['DeleteItem'], openConversations, revokedMarks),
    may([...change, 'Query'], erasures),
    may(['PutItem', 'DeleteItem'], unfinishedErasures),
    may(['GetItem', 'UpdateItem'], agentSessions),
    may(['GetItem'], brands),
    may(['Query'], ...logs),
    // Erasing takes what an entry says away, and leaves what it commits to.
    may(['GetItem', 'UpdateItem'], conversationLogs),
    may(['PutItem', 'DeleteItem'], audit),
    may(change, retention),
    may(['PutItem'], retainingBrands),
  ],
  retention: [
    may([...change, 'Query', 'DeleteItem'], conversations),
    may(['Query', 'DeleteItem'], lists, identities),
    may(['DeleteItem'], openConversations, revokedMarks),
    may(['GetItem', 'UpdateItem'], erasures),
    may(['Query', 'DeleteItem'], unfinishedErasures),
    may(['GetItem', 'PutItem'], retention),
    may(['Query'], retainingBrands, ...logs),
    may(['GetItem', 'UpdateItem'], accountLogs, conversationLogs),
    may(['DeleteItem'], audit),
  ],
  stream: [
    may(change, conversations, openConversations),
    may(['PutItem'], identities, lists),
    may(['GetItem'], revokedMarks),
    may(['Query', 'DeleteItem'], roster),
    // It appends and never changes: an entry that is there fails the condition, and shows itself.
    may(['GetItem', 'PutItem', 'Query'], ...logs),
    may(['GetItem', 'UpdateItem'], brands),
    may(['Query', 'DeleteItem'], bareSockets),
  ],
  deliver: [may(['Query', 'GetItem'], webhooks), may(['PutItem'], webhookOutcomes)],
  bootstrap: [
    may(change, securityKeys),
    may(['GetItem', 'PutItem'], brands, logins),
    may(['PutItem'], authentication, engagements, issuers, providers, requestKinds, webhooks, recordSettings),
    may(change, customerRecords, listedRecords),
    may(change, users),
    may(change, agentSessions),
    may(['DeleteItem'], passkeys, recoveryCodes),
    may(['PutItem'], invitations, audit),
    may(change, cards, admins),
    may(['PutItem', 'DeleteItem'], userNames),
    may(['GetItem', 'PutItem', 'Query'], brandNames),
    may(['UpdateItem', 'PutItem'], botKeys),
    may(['GetItem'], conversations),
    // Deleting a brand reaches all that it has, but for the log: that no function takes an entry off.
    may(['Query', 'DeleteItem'], brandNames, ...wholeBrand),
    may(['DeleteItem'], customerRecords, logins, invitations),
  ],
};

/** Which of a brand's sealed secrets a function may seal or open, by what they are for. */
export const sealedAccess: Partial<
  Record<FunctionName, Readonly<Partial<Record<'seal' | 'open', readonly SealedUse[]>>>>
> = {
  'step-up': { open: ['tokens', 'oidc', 'records'] },
  'backend-api': { open: ['backend'] },
  bootstrap: { seal: ['backend', 'records', 'webhook'] },
  deliver: { open: ['webhook'] },
  management: { seal: ['tokens', 'oidc', 'backend', 'records', 'webhook'], open: ['records', 'tokens'] },
};
