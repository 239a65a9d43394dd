import type { ActionOf } from '../../contract/frames.ts';
import type { Result } from '../core/result.ts';
import type { AgentSession } from '../core/sign-in/session.ts';
import type { Caller } from '../edge/frames.ts';
import type { Messaging } from '../flows/messaging.ts';
import type { Colleagues } from '../store/colleagues.ts';
import type { Db } from '../store/db.ts';
import type { Roster } from '../store/roster.ts';
import type { CloseSocket } from '../store/sessions.ts';

export interface Dependencies extends Messaging {
  readonly db: Db;
  readonly roster: Roster;
  readonly colleagues: Colleagues;
  readonly closeSocket: CloseSocket;
}

/** Who sent a frame, as stored at this moment; of a bot also that its key is good for the frame. */
export type SessionOf = (caller: Caller, action: ActionOf<'agent-socket'>) => Promise<Result<AgentSession>>;
