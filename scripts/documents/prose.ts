import { readFileSync } from 'node:fs';

const read = (name: string): string =>
  readFileSync(new URL(`../../docs/prose/${name}.md`, import.meta.url), 'utf8').trim();

const joined = (...names: readonly string[]): string => names.map(read).join('\n\n');

/** What a client of the HTTP API has to know. */
export const httpProse = (): string =>
  joined(
    'overview',
    'consumer',
    'step-up',
    'person',
    'agent',
    'requests',
    'backend',
    'archive',
    'errors',
    'limits',
  );

/** What a client of the socket has to know. */
export const socketProse = (): string => joined('overview', 'socket', 'messages', 'errors', 'limits');
