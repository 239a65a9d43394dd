import { readFileSync } from 'node:fs';
import * as conversation from '../../contract/conversation.ts';
import * as events from '../../contract/events.ts';
import * as fields from '../../contract/fields.ts';
import * as archive from '../../contract/http/archive.ts';
import * as consumer from '../../contract/http/consumer.ts';
import * as brand from '../../contract/http/management/brand.ts';
import * as engagements from '../../contract/http/management/engagements.ts';
import * as issuers from '../../contract/http/management/issuers.ts';
import * as operator from '../../contract/http/management/operator.ts';
import * as users from '../../contract/http/management/users.ts';
import * as signIn from '../../contract/http/sign-in.ts';
import * as problems from '../../contract/problems.ts';
import { apiTable } from './api-table.ts';
import { announceFrames, asyncapi } from './asyncapi.ts';
import { readComments } from './comments.ts';
import { announceRoutes, openapi } from './openapi.ts';
import { httpProse, socketProse } from './prose.ts';
import { type Modules, Schemas } from './schemas.ts';
import { tolerant } from './tolerant.ts';
import { used } from './used.ts';

const root = new URL('../../', import.meta.url);
const shared: Modules = [fields, problems, conversation];
const management: Modules = [brand, engagements, issuers, users, operator];

/** All documents, as the files that `docs/` keeps. */
export function documents(): Record<string, string> {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
  const comments = readComments(new URL('contract', root).pathname);
  const http = new Schemas([...shared, consumer, signIn, ...management, archive], comments);
  announceRoutes(http);
  const socket = new Schemas([...shared, events], comments);
  announceFrames(socket);
  return {
    'docs/openapi.json': text(openapi(http, version, httpProse())),
    'docs/api.md': apiTable(),
    'docs/asyncapi.json': text(asyncapi(socket, version, socketProse())),
  };
}

const text = (document: object): string => `${JSON.stringify(tolerant(used(document)), null, 2)}\n`;
