/** A trust boundary: one folder under `lambdas/`, one role, one log group. */
export interface FunctionSpec {
  readonly description: string;
  /** Lambda gives CPU in proportion: 1,769 MB is one whole core. */
  readonly memoryMb: number;
  /** Below the gateway's own limit (29 s socket, 30 s HTTP), so that the function answers and not the gateway. */
  readonly timeoutSeconds: number;
}

const serving = { memoryMb: 1024, timeoutSeconds: 15 };
/** argon2id fills tens of megabytes on one core, so the function that hashes passwords gets a whole one. */
const hashing = { ...serving, memoryMb: 1769 };

/** Every function there is. Its name is its folder's. */
export const functions = {
  'consumer-api': { ...serving, description: 'HTTP for consumers: sessions, tickets, pages' },
  'step-up': { ...serving, description: 'HTTP for consumers: every way of authenticating' },
  'consumer-socket': { ...serving, description: 'Socket frames of consumers' },
  'agent-api': { ...serving, description: 'HTTP for agents: inbox, conversations, tickets' },
  'agent-socket': { ...serving, description: 'Socket frames of agents' },
  'sign-in': { ...hashing, description: 'Passwords, codes and sessions of agents' },
  management: { ...serving, description: 'Settings and users of a brand' },
  archive: { ...serving, description: 'Conversations and the log, for admins' },
  retention: { ...serving, timeoutSeconds: 60, description: 'Deletes what brands do not keep; every hour' },
  'backend-api': { ...serving, description: "Signed calls of a brand's backend" },
  connect: { ...serving, description: 'Authorizer of sockets: consumes the one-use ticket' },
  stream: { ...serving, timeoutSeconds: 60, description: 'Settles what conversations owe' },
  deliver: {
    ...serving,
    memoryMb: 512,
    timeoutSeconds: 20,
    description: "Posts events to the brands' webhooks",
  },
  bootstrap: { ...serving, description: 'Makes the first admin of a brand; invoked by the operator only' },
} as const satisfies Record<string, FunctionSpec>;

export type FunctionName = keyof typeof functions;
export const functionNames = Object.keys(functions) as FunctionName[];
