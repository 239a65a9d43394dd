import * as z from 'zod/mini';
import { conversation, inboxLine, inboxState, item } from '../conversation.ts';
import { id, slug, time } from '../fields.ts';
import { list } from './management/list.ts';
import { type HttpRoute, none } from './route.ts';

const shared = { function: 'archive', access: 'admin', params: none, query: none } as const;
const conversationParams = z.strictObject({ conversation: id });

/** A moment in a query: milliseconds, in digits. */
const queryTime = z.string().check(z.regex(/^\d{1,15}$/));
/** Opaque; from an earlier answer to the same question. */
const cursor = z.optional(z.string().check(z.maxLength(2048)));

/** A line of the archive: that of the inbox, and whose conversation it is. */
export const archiveLine = z.extend(inboxLine, {
  /** Stable for one person within the brand; says nothing about who it is. */
  identity: z.optional(id),
});
export type ArchiveLine = z.infer<typeof archiveLine>;

/** What every conversation on the page has in common; times are those of its beginning. */
export const searchQuery = z.strictObject({
  from: z.optional(queryTime),
  to: z.optional(queryTime),
  state: z.optional(inboxState),
  /** Who has accepted it, now or earlier: a user's id. */
  agent: z.optional(id),
  /** Whose it is: the id that a line, or the entry of a step-up, names. */
  identity: z.optional(id),
  engagement: z.optional(slug),
  /** A skill that it has asked for, now or earlier. */
  skill: z.optional(slug),
  steppedUp: z.optional(z.enum(['true', 'false'])),
  cursor,
});
export type SearchQuery = z.infer<typeof searchQuery>;

/** Where a part of a transcript starts: after this `seq`; 0 is the beginning. */
const after = z.optional(z.string().check(z.regex(/^\d{1,12}$/)));

/** A part of a transcript, oldest first. */
export const transcriptPart = z.strictObject({
  conversation,
  exportedAt: time,
  items: z.array(item),
  /** Where the next part starts; none on the last. */
  after: z.optional(z.int()),
});

/** Whom to erase: a person, in all conversations; or one conversation, where nobody ever logged in. */
const erasureOrder = z.union([z.strictObject({ identity: id }), z.strictObject({ conversation: id })]);

const remnant = z.strictObject({
  what: z.enum([
    'conversations',
    'log',
    'sessions',
    'customer_records',
    'backups',
    'events',
    'application_logs',
  ]),
  why: z.string(),
});

/** The receipt of an erasure. It names nobody. */
export const erasure = z.strictObject({
  id,
  /** While it is `running`, `continueErasure` goes on with it; an hourly run does so by itself. */
  state: z.enum(['running', 'done']),
  /** The admin who ordered it. */
  by: id,
  requestedAt: time,
  finishedAt: z.optional(time),
  /** How much has been erased; `others` are protected requests and the like. */
  erased: z.strictObject({
    conversations: z.int(),
    messages: z.int(),
    entries: z.int(),
    others: z.int(),
    logEntries: z.int(),
  }),
  /** What is left, and why. */
  remains: z.array(remnant),
});
export type Erasure = z.infer<typeof erasure>;

const days = z.int().check(z.minimum(1), z.maximum(3650));

/** For how long a brand keeps things; null is for ever, and so it is while nothing was set. */
export const retention = z.strictObject({
  /** Days after a conversation was closed; one that nobody closes counts from when its consumer had gone. */
  retentionDays: z.nullable(days),
  /** Days after which entries of the log lose what they say. They stay as links, and the chains still verify. */
  logRetentionDays: z.nullable(days),
});

const erasureParams = z.strictObject({ erasure: id });

/** An entry of the log: of an account or of a conversation, by number within it. */
export const logLine = z.strictObject({
  account: z.optional(z.string()),
  conversation: z.optional(id),
  n: z.int(),
  at: time,
  /** What happened, by whom, from which network, and why. Left out once it has been erased. */
  says: z.optional(z.looseObject({ event: z.string(), ok: z.optional(z.boolean()) })),
});
export type LogLine = z.infer<typeof logLine>;

const about = { account: z.optional(id), conversation: z.optional(id) };
const notBoth = z.refine<{ account?: string | undefined; conversation?: string | undefined }>(
  ({ account, conversation }) => account === undefined || conversation === undefined,
  'account and conversation exclude each other',
);

/** Of which account or conversation; of all when neither is given. */
export const logQuery = z
  .strictObject({
    ...about,
    from: z.optional(queryTime),
    to: z.optional(queryTime),
    event: z.optional(z.string().check(z.regex(/^[a-z_]{1,64}$/))),
    ok: z.optional(z.enum(['true', 'false'])),
    cursor,
  })
  .check(notBoth);
export type LogQuery = z.infer<typeof logQuery>;

export const archiveRoutes = {
  searchConversations: {
    ...shared,
    method: 'GET',
    status: 200,
    path: '/api/manage/conversations',
    summary:
      'Search conversations, the last begun first. A page may hold few lines or none and still have a cursor: go on with it.',
    query: searchQuery,
    answer: list(archiveLine),
  },
  exportTranscript: {
    ...shared,
    method: 'GET',
    status: 200,
    path: '/api/manage/conversations/{conversation}/transcript',
    summary: 'Export a conversation, part by part; the header Link names the next part of a long one.',
    params: conversationParams,
    query: z.strictObject({ format: z.optional(z.enum(['json', 'csv', 'html'])), after }),
    answer: transcriptPart,
    texts: ['text/csv', 'text/html'],
  },
  readLog: {
    ...shared,
    method: 'GET',
    status: 200,
    path: '/api/manage/log',
    summary:
      'Read the log, newest first. A page may hold few lines or none and still have a cursor: go on with it.',
    query: logQuery,
    answer: list(logLine),
  },
  exportLog: {
    ...shared,
    method: 'GET',
    status: 200,
    path: '/api/manage/log/export',
    summary:
      'Export the log as lines of JSON that `verify-log` takes, part by part; the header Link names the next.',
    query: z
      .strictObject({
        ...about,
        /** Where a part starts; from the header Link. */
        after: z.optional(z.string().check(z.maxLength(20))),
      })
      .check(notBoth),
    texts: ['application/x-ndjson'],
  },
  readRetention: {
    ...shared,
    method: 'GET',
    status: 200,
    path: '/api/manage/retention',
    summary: 'Read for how long conversations and the log are kept.',
    answer: retention,
  },
  changeRetention: {
    ...shared,
    method: 'PUT',
    status: 200,
    path: '/api/manage/retention',
    summary: 'Set for how long conversations and the log are kept. What is over is deleted within hours.',
    body: retention,
    answer: retention,
  },
  beginErasure: {
    ...shared,
    method: 'POST',
    status: 201,
    path: '/api/manage/erasures',
    summary: 'Erase a person everywhere, or one conversation, and get a receipt. It cannot be undone.',
    body: erasureOrder,
    answer: erasure,
  },
  listErasures: {
    ...shared,
    method: 'GET',
    status: 200,
    path: '/api/manage/erasures',
    summary: 'List the receipts of erasures, newest first.',
    query: z.strictObject({ cursor }),
    answer: list(erasure),
  },
  readErasure: {
    ...shared,
    method: 'GET',
    status: 200,
    path: '/api/manage/erasures/{erasure}',
    summary: 'Read the receipt of an erasure.',
    params: erasureParams,
    answer: erasure,
  },
  continueErasure: {
    ...shared,
    method: 'POST',
    status: 200,
    path: '/api/manage/erasures/{erasure}/continue',
    summary: 'Go on with an erasure that is still running.',
    params: erasureParams,
    body: none,
    answer: erasure,
  },
} as const satisfies Record<string, HttpRoute>;
