/**
 * The single table: every key and every index, in one place.
 *
 * A partition key is `<zone>#<brand>#<kind>` and, where a thing has a partition of its own, `#<id>`. Roles are cut along it.
 * Zones: `chat` (consumers and conversations), `auth` (people who sign in), `conf` (settings), `audit` (the log).
 */
export type Zone = 'chat' | 'auth' | 'conf' | 'audit';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export const schema = {
  pk: 'pk',
  sk: 'sk',
  /** Epoch seconds; DynamoDB deletes late, so every read checks the end itself. */
  ttl: 'ttl',
  indexes: {
    /** A brand's conversations by state, sharded. Holds only what changes when a conversation changes state. */
    inbox: {
      pk: 'inboxPk',
      sk: 'inboxSk',
      projection: [
        'id',
        'engagement',
        'channel',
        'state',
        'createdAt',
        'changedAt',
        'identity',
        'name',
        'agent',
      ],
    },
  },
} as const;

/** How many partitions a brand's inbox and its roster of desk sockets are spread over. */
export const shards = 4;
/** The same of what a skill has of the inbox: less, for an agent asks for every skill that she has. */
const skillShards = 2;

/** How many partitions conversations are spread over that ask for this skill, or for none. */
export const shardsOf = (skill?: string) => (skill === undefined ? shards : skillShards);

const width = 12;
/** A sequence number as a sort key: padded, so that text order is number order. */
export const bySeq = (seq: number) => `M#${padded(seq)}`;
const padded = (n: number) => String(n).padStart(width, '0');

/** A partition or item of its own. Ids hold no `#`, so a key reads one way only. */
const own = (zone: Zone, brand: string, kind: string, id: string, sk: string): Key => ({
  pk: `${zone}#${brand}#${kind}#${id}`,
  sk,
});
/** One of a list that is read as a page: all of a kind share the partition. */
const listed = (zone: Zone, brand: string, kind: string, sk: string): Key => ({
  pk: `${zone}#${brand}#${kind}`,
  sk,
});

export const keys = {
  head: (brand: string, conversation: string) => own('chat', brand, 'conversation', conversation, 'HEAD'),
  /** Which conversation of a person is the open one, where the rule allows one only. */
  openConversation: (brand: string, identity: string) => own('chat', brand, 'open', identity, 'OPEN'),
  /** Step-ups that an agent has taken note of. */
  acknowledgement: (brand: string, agent: string, conversation: string) =>
    own('chat', brand, 'noted', agent, conversation),
  /** A protected request, beside its conversation. */
  request: (brand: string, conversation: string, request: string) =>
    own('chat', brand, 'conversation', conversation, `R#${request}`),
  item: (brand: string, conversation: string, seq: number) =>
    own('chat', brand, 'conversation', conversation, bySeq(seq)),
  /** By the hash of the bearer token. */
  consumerSession: (brand: string, hash: string) => own('chat', brand, 'session', hash, 'SESSION'),
  ticket: (brand: string, hash: string) => own('chat', brand, 'ticket', hash, 'TICKET'),
  /** A token's `jti`, by the hash of issuer and jti. */
  jti: (brand: string, hash: string) => own('chat', brand, 'jti', hash, 'JTI'),
  /** A login elsewhere that a browser has started, by the hash of its state. */
  startedLogin: (brand: string, hash: string) => own('chat', brand, 'login', hash, 'LOGIN'),
  /** Reports of a recorded trial at an engagement: `entry` is a ULID. */
  trial: (brand: string, engagement: string, entry: string) => own('chat', brand, 'trial', engagement, entry),
  /** A person's conversations. */
  identity: (brand: string, identity: string, conversation: string) =>
    own('chat', brand, 'identity', identity, conversation),
  /** A revocation, by the id that the brand's backend gave it. */
  revocation: (brand: string, id: string) => own('chat', brand, 'revocation', id, 'REVOCATION'),
  /** A customer's record, by the digest of the private data. */
  customerRecord: (brand: string, digest: string) => own('chat', brand, 'record', digest, 'RECORD'),
  /** Which digest a customer's record has, by the hash of the subject. */
  listedRecord: (brand: string, subject: string) => listed('chat', brand, 'records', subject),
  /** What came of a part of an upload of records. */
  recordUpload: (brand: string, upload: string, part: number) =>
    own('chat', brand, 'record-upload', upload, String(part).padStart(width, '0')),
  /** Until when all that is known of a person is revoked. */
  revoked: (brand: string, identity: string) => own('chat', brand, 'revoked', identity, 'REVOKED'),
  /** A list of conversations by when they began: see `lists.ts`. */
  list: (brand: string, list: string, place: string) => own('chat', brand, 'list', list, place),
  /** An order to erase somebody; those that are not done also stand in one list of all brands. */
  erasure: (brand: string, erasure: string) => listed('chat', brand, 'erasure', erasure),
  unfinishedErasure: (brand: string, erasure: string) =>
    listed('chat', '_', 'erasing', `${brand}.${erasure}`),
  /** Desk sockets, sharded. */
  roster: (brand: string, shard: number, connection: string) =>
    own('chat', brand, 'roster', String(shard), connection),
  /** Sockets of sessions without a second factor: they are closed when the brand begins to ask for one. */
  bareSocket: (brand: string, connection: string) => listed('chat', brand, 'bare', connection),
  /** What colleagues see of an agent, and what counts the agent's open conversations. */
  colleague: (brand: string, agent: string) => listed('chat', brand, 'colleague', agent),
  limit: (brand: string, kind: string, who: string, window: number) =>
    own('chat', brand, 'limit', `${kind}.${who}`, String(window)),
  /** For how long a brand keeps things, how far the hourly run has come with it, and the brands that have set it. */
  retention: (brand: string) => listed('conf', brand, 'retention', 'RETENTION'),
  retentionProgress: (brand: string) => listed('conf', brand, 'retention', 'PROGRESS'),
  retainingBrand: (brand: string) => listed('conf', '_', 'retaining', brand),
  brand: (brand: string) => listed('conf', brand, 'brand', 'BRAND'),
  /** The brands there are; `_` is no brand's name and stands for all of them. */
  brandName: (brand: string) => listed('conf', '_', 'brand-name', brand),
  skill: (brand: string, skill: string) => listed('conf', brand, 'skill', skill),
  cannedAnswer: (brand: string, answer: string) => listed('conf', brand, 'canned-answer', answer),
  authentication: (brand: string) => listed('conf', brand, 'authentication', 'AUTHENTICATION'),
  webhook: (brand: string, id: string) => listed('conf', brand, 'webhook', id),
  /** What came of the last try to deliver something to a webhook. */
  webhookOutcome: (brand: string, webhook: string) => listed('conf', brand, 'webhook-outcome', webhook),
  requestKind: (brand: string, name: string) => listed('conf', brand, 'request', name),
  engagement: (brand: string, engagement: string) => listed('conf', brand, 'engagement', engagement),
  issuer: (brand: string, issuer: string) => listed('conf', brand, 'issuer', issuer),
  /** By what customers are matched with records. */
  recordSettings: (brand: string) => listed('conf', brand, 'record-settings', 'SETTINGS'),
  /** The security keys of a brand's backend, all in one item. */
  securityKeys: (brand: string) => listed('conf', brand, 'security-key', 'KEYS'),
  /** An OpenID provider. */
  provider: (brand: string, provider: string) => listed('conf', brand, 'provider', provider),
  user: (brand: string, user: string) => listed('auth', brand, 'user', user),
  /** A user by the beginning of a name: `term` is the normalized name, and the user's id. */
  userName: (brand: string, term: string) => listed('auth', brand, 'user-name', term),
  /** Who are admins and enabled: one item, so that one write decides whether one may go. */
  admins: (brand: string) => listed('auth', brand, 'admins', 'ADMINS'),
  /** The key of a bot, by its hash. */
  botKey: (brand: string, hash: string) => own('auth', brand, 'bot-key', hash, 'KEY'),
  /** What came of a request with an idempotency key, by the hash of account and key. */
  idempotency: (brand: string, hash: string) => own('auth', brand, 'idempotency', hash, 'REQUEST'),
  /** By the hash of the normalized login name: who that is. */
  login: (brand: string, hash: string) => own('auth', brand, 'login', hash, 'LOGIN'),
  invitation: (brand: string, hash: string) => own('auth', brand, 'invitation', hash, 'INVITATION'),
  agentSession: (brand: string, hash: string) => own('auth', brand, 'session', hash, 'SESSION'),
  /** A passkey's public key and counter, by its factor. */
  passkey: (brand: string, user: string, factor: string) => own('auth', brand, 'passkey', user, factor),
  /** The hashes of one set of a user's recovery codes. */
  recovery: (brand: string, user: string, set: string) => own('auth', brand, 'recovery', user, set),
  /** What a passkey was asked to sign, by its hash. */
  challenge: (brand: string, hash: string) => own('auth', brand, 'challenge', hash, 'CHALLENGE'),
  /** Counts of sign-ins; `_` is no brand's name and stands for all of them. */
  signInLimit: (brand: string, kind: string, who: string, window: number) =>
    own('auth', brand, 'limit', `${kind}.${who}`, String(window)),
  /** What is to be sealed into the log of `about` (a kind and an id): `entry` is a ULID. Writers may put here alone. */
  pendingAudit: (brand: string, about: string, entry: string) => own('audit', brand, 'pending', about, entry),
  /** The log of one account, by number. */
  accountLog: (brand: string, account: string, n: number) =>
    own('audit', brand, 'account', account, padded(n)),
  /** The log of one conversation, by number. */
  conversationLog: (brand: string, conversation: string, n: number) =>
    own('audit', brand, 'conversation', conversation, padded(n)),
  checkpoint: (brand: string, m: number) => listed('audit', brand, 'checkpoint', padded(m)),
} as const;

/** One of a brand's inbox partitions: each skill has its own, so that nobody reads what waits for others. */
export const inboxPartition = (brand: string, shard: number, skill?: string) =>
  `chat#${brand}#inbox#${shard}${skill === undefined ? '' : `.${skill}`}`;

/** All partitions of the inbox that hold conversations which ask for this skill, or for none. */
export const inboxPartitions = (brand: string, skill?: string) =>
  Array.from({ length: shardsOf(skill) }, (_, shard) => inboxPartition(brand, shard, skill));
