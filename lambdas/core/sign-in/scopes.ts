import type { BotScope } from '../../../contract/scopes.ts';
import { done, type Result, refuse } from '../result.ts';
import type { AgentSession } from './session.ts';

/** Whether a session may do what needs this scope: people may all that their role may. */
export const hasScope = ({ scopes }: AgentSession, scope: BotScope): Result<undefined> =>
  scopes === undefined || scopes.includes(scope) ? done(undefined) : refuse('forbidden');
