import type { ActionOf } from '../../contract/frames.ts';
import { agentStepsDown } from '../core/assurance/end.ts';
import { expire } from '../core/challenge/changes.ts';
import { accept, agentCloses, agentReads } from '../core/conversation/changes.ts';
import { agentSocket } from '../core/conversation/guards.ts';
import { socketsOf } from '../core/conversation/head.ts';
import { agentJoins } from '../core/conversation/join.ts';
import { anAgent } from '../core/conversation/parties.ts';
import { agentSends, senderKey } from '../core/conversation/send.ts';
import { done, type Result, refuse } from '../core/result.ts';
import type { AgentSession } from '../core/sign-in/session.ts';
import type { Caller, FrameHandlers } from '../edge/frames.ts';
import { isAssured } from '../edge/push.ts';
import { join } from '../flows/join.ts';
import { record } from '../flows/record.ts';
import { send } from '../flows/send.ts';
import { addSocket, readSession, touchSession } from '../store/sessions.ts';
import { ask } from './ask.ts';
import type { Dependencies } from './dependencies.ts';

const nameOf = (session: AgentSession) => ({ id: session.agent, name: session.name });
const nothing = (
  result: { ok: true } | Extract<Result<never>, { ok: false }>,
): Result<Record<never, never>> => (result.ok ? done({}) : result);

/** The frames of agents. Each one reads the session first: a sign-out or a disabled user acts on open sockets at once. */
export function agentFrames(deps: Dependencies): FrameHandlers<ActionOf<'agent-socket'>> {
  const { db, conversations, roster, push, now } = deps;

  const sessionOf = ({ brand, session: hash }: Caller) => readSession(db, { brand, hash }, now());

  /** Ties this socket to the session, so that it is closed when the session ends. */
  async function tie(session: AgentSession, connection: string): Promise<Result<undefined>> {
    const known = session.sockets.some((socket) => socket.connection === connection);
    return known ? done(undefined) : addSocket(db, session, connection, now());
  }

  return {
    async 'agent.hello'({ caller, connection }) {
      const session = await sessionOf(caller);
      if (!session.ok) return session;
      const tied = await tie(session.value, connection);
      if (!tied.ok) return tied;
      const { brand, agent, idleUntil: until } = session.value;
      await roster.add(brand, { connection, until }, agent, now());
      return done({});
    },

    async 'agent.alive'({ caller, connection }) {
      const session = await sessionOf(caller);
      if (!session.ok) return session;
      const touched = await touchSession(db, session.value, now());
      if (!touched.ok) return touched;
      const again = await sessionOf(caller);
      if (!again.ok) return again;
      const { brand, agent, idleUntil: until } = again.value;
      await roster.add(brand, { connection, until }, agent, now());
      return done({});
    },

    async 'agent.accept'({ caller, frame }) {
      const session = await sessionOf(caller);
      if (!session.ok) return session;
      const change = accept(frame.conversation, nameOf(session.value), now());
      return nothing(await record(deps, caller.brand, frame.conversation, change));
    },

    async 'agent.join'({ caller, frame, connection }) {
      const session = await sessionOf(caller);
      if (!session.ok) return session;
      const tied = await tie(session.value, connection);
      if (!tied.ok) return tied;
      const { brand, agent, idleUntil: until } = session.value;
      const sender = senderKey(agent, frame.clientId);
      const change = agentJoins({ connection, role: 'agent', sender, epoch: 0, at: now(), until });
      return join(deps, {
        brand,
        conversation: frame.conversation,
        connection,
        sender,
        viewer: 'agent',
        change,
      });
    },

    async 'agent.send'({ caller, frame, connection }) {
      const session = await sessionOf(caller);
      if (!session.ok) return session;
      const { brand, agent, idleUntil: until } = session.value;
      const { conversation, n, text } = frame;
      const sender = senderKey(agent, frame.clientId);
      const from = anAgent(nameOf(session.value));
      const change = (at: number) =>
        agentSends({ sender, n, text, now: at }, agent, {
          connection,
          role: 'agent',
          sender,
          epoch: 0,
          at,
          until,
        });
      return send(deps, { brand, conversation, connection, from, sender, n, text, change });
    },

    async 'agent.typing'({ caller, frame, connection }) {
      const [session, head] = await Promise.all([
        sessionOf(caller),
        conversations.head(caller.brand, frame.conversation),
      ]);
      if (!session.ok) return session;
      if (!head) return refuse('not_found');
      const here = socketsOf(head).some(
        (socket) => socket.connection === connection && socket.role === 'agent',
      );
      if (!here) return refuse('rejoin');
      await push.typing(head, anAgent(nameOf(session.value)), frame.on, connection);
      return done({});
    },

    async 'agent.read'({ caller, frame, connection }) {
      const session = await sessionOf(caller);
      if (!session.ok) return session;
      const authority = agentSocket(connection);
      const outcome = await conversations.change(
        caller.brand,
        frame.conversation,
        agentReads(frame.seq, authority),
      );
      if (outcome.ok && !outcome.repeated) await push.read(outcome.item, 'agent', frame.seq, connection);
      return nothing(outcome);
    },

    async 'agent.close'({ caller, frame }) {
      const session = await sessionOf(caller);
      if (!session.ok) return session;
      const change = agentCloses(frame.conversation, nameOf(session.value), now());
      return nothing(await record(deps, caller.brand, frame.conversation, change));
    },

    'agent.ask': ask(deps, sessionOf),

    async 'agent.step_down'({ caller, frame }) {
      const [session, head] = await Promise.all([
        sessionOf(caller),
        conversations.head(caller.brand, frame.conversation),
      ]);
      if (!session.ok) return session;
      if (!head) return refuse('not_found');
      if (!isAssured(head, now())) return refuse('not_authenticated');
      const change = agentStepsDown(head, nameOf(session.value), now());
      return nothing(await record(deps, caller.brand, frame.conversation, change));
    },

    async 'agent.expire'({ caller, frame }) {
      const [session, head] = await Promise.all([
        sessionOf(caller),
        conversations.head(caller.brand, frame.conversation),
      ]);
      if (!session.ok) return session;
      if (!head) return refuse('not_found');
      if (head.challenge?.id !== frame.challenge) return refuse('challenge_not_open');
      return nothing(await record(deps, caller.brand, frame.conversation, expire(head.challenge, [], now())));
    },
  };
}
