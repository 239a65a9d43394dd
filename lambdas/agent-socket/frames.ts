import type { ActionOf } from '../../contract/frames.ts';
import { scopeOf } from '../../contract/scopes.ts';
import { agentStepsDown } from '../core/assurance/end.ts';
import { expire, withdraw } from '../core/challenge/changes.ts';
import type { Change } from '../core/change.ts';
import { type AgentName, agentCloses, agentReads } from '../core/conversation/changes.ts';
import { agentSocket } from '../core/conversation/guards.ts';
import { asHead, type HeadChallenge, socketsOf } from '../core/conversation/head.ts';
import { agentJoins } from '../core/conversation/join.ts';
import { anAgent } from '../core/conversation/parties.ts';
import { agentSends, senderKey } from '../core/conversation/send.ts';
import { maySee, seenBy } from '../core/conversation/sight.ts';
import { agentName as nameOf, setAway } from '../core/desk/card.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { hasScope } from '../core/sign-in/scopes.ts';
import type { AgentSession } from '../core/sign-in/session.ts';
import { networksOf, requireNetwork } from '../edge/agent-session.ts';
import type { FrameHandlers, FrameRequest } from '../edge/frames.ts';
import { isAssured } from '../edge/push.ts';
import { join } from '../flows/join.ts';
import { record } from '../flows/record.ts';
import { send } from '../flows/send.ts';
import { addSocket, readSession, touchSession } from '../store/sessions.ts';
import { ask } from './ask.ts';
import type { Dependencies, SessionOf } from './dependencies.ts';
import { acceptFrame, releaseFrame, transferFrame } from './hand-over.ts';
import { giveSlotBack } from './slots.ts';

const nothing = (
  result: { ok: true } | Extract<Result<never>, { ok: false }>,
): Result<Record<never, never>> => (result.ok ? done({}) : result);

/** The frames of agents. Each one reads the session first: a sign-out or a disabled user acts on open sockets at once. */
export function agentFrames(deps: Dependencies): FrameHandlers<ActionOf<'agent-socket'>> {
  const { db, conversations, roster, colleagues, push, closeSocket, now } = deps;

  const sessionOf: SessionOf = async ({ brand, session: hash, bot, address = '' }, action) => {
    const session = await readSession(db, { brand, hash, ...(bot ? { bot } : {}) }, now());
    if (!session.ok) return session;
    const here = requireNetwork(address, session.value.networks ?? []);
    if (!bot && !here.ok) return here;
    const may = hasScope(session.value, scopeOf[action]);
    return may.ok ? session : may;
  };

  /** Ties this socket to the session, so that it is closed when the session ends. */
  async function tie(session: AgentSession, connection: string): Promise<Result<undefined>> {
    const known = session.sockets.some((socket) => socket.connection === connection);
    return known ? done(undefined) : addSocket(db, session, connection, now());
  }

  /** Puts this socket on the roster, as the agent's card says whether new conversations may be offered. */
  async function enrol(session: AgentSession, connection: string, away?: boolean): Promise<void> {
    const { brand, agent, role, skills, idleUntil: until } = session;
    const gone = away ?? (await colleagues.read(brand, agent))?.away === true;
    await roster.add(brand, { connection, until }, { agent, role, skills, away: gone }, now());
  }

  /** A change of the login request that the frame names. */
  async function onChallenge(
    { caller, frame }: FrameRequest<'agent.expire' | 'agent.withdraw'>,
    change: (challenge: HeadChallenge, by: AgentName) => Change,
  ): Promise<Result<Record<never, never>>> {
    const [session, head] = await Promise.all([
      sessionOf(caller, frame.action),
      conversations.head(caller.brand, frame.conversation),
    ]);
    if (!session.ok) return session;
    if (!head || !maySee(session.value, head)) return refuse('not_found');
    if (head.challenge?.id !== frame.challenge) return refuse('challenge_not_open');
    const by = nameOf(session.value);
    return nothing(await record(deps, caller.brand, frame.conversation, change(head.challenge, by)));
  }

  return {
    async 'agent.hello'({ caller, connection, frame }) {
      const session = await sessionOf(caller, frame.action);
      if (!session.ok) return session;
      const tied = await tie(session.value, connection);
      if (!tied.ok) return tied;
      await enrol(session.value, connection);
      return done({});
    },

    async 'agent.alive'({ caller, connection, frame }) {
      const [session, networks] = await Promise.all([
        sessionOf(caller, frame.action),
        caller.bot ? undefined : networksOf(db, caller.brand),
      ]);
      const touched = session.ok ? await touchSession(db, session.value, now(), networks) : session;
      const again = touched.ok ? await sessionOf(caller, frame.action) : touched;
      // Whoever is not good any more, or not from here, hears nothing more either.
      if (!again.ok) await closeSocket(connection);
      if (!again.ok) return again;
      await enrol(again.value, connection);
      return done({});
    },

    async 'agent.away'({ caller, connection, frame }) {
      const session = await sessionOf(caller, frame.action);
      if (!session.ok) return session;
      const { brand, agent } = session.value;
      const outcome = await colleagues.changeOwn(brand, agent, session.value, setAway(frame.on));
      if (!outcome.ok) return outcome;
      await enrol(session.value, connection, frame.on);
      return done({});
    },

    'agent.accept': acceptFrame(deps, sessionOf),
    'agent.transfer': transferFrame(deps, sessionOf),
    'agent.release': releaseFrame(deps, sessionOf),

    async 'agent.join'({ caller, frame, connection }) {
      const session = await sessionOf(caller, frame.action);
      if (!session.ok) return session;
      const tied = await tie(session.value, connection);
      if (!tied.ok) return tied;
      const { brand, agent, idleUntil: until } = session.value;
      const sender = senderKey(agent, frame.clientId);
      const joined = agentJoins({ connection, role: 'agent', sender, epoch: 0, at: now(), until });
      const change = { ...joined, guards: [...seenBy(session.value), ...joined.guards] };
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
      const session = await sessionOf(caller, frame.action);
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
        sessionOf(caller, frame.action),
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
      const session = await sessionOf(caller, frame.action);
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
      const session = await sessionOf(caller, frame.action);
      if (!session.ok) return session;
      const change = agentCloses(frame.conversation, nameOf(session.value), now());
      const authority = seenBy(session.value);
      const outcome = await record(deps, caller.brand, frame.conversation, { ...change, authority });
      const assigned = outcome.ok && asHead(outcome.item).agent?.id;
      if (assigned) await giveSlotBack(deps, caller.brand, assigned, frame.conversation);
      return nothing(outcome);
    },

    'agent.ask': ask(deps, sessionOf),

    async 'agent.step_down'({ caller, frame }) {
      const [session, head] = await Promise.all([
        sessionOf(caller, frame.action),
        conversations.head(caller.brand, frame.conversation),
      ]);
      if (!session.ok) return session;
      if (!head || !maySee(session.value, head)) return refuse('not_found');
      if (!isAssured(head, now())) return refuse('not_authenticated');
      const change = agentStepsDown(head, nameOf(session.value), now());
      return nothing(await record(deps, caller.brand, frame.conversation, change));
    },

    'agent.expire': (request) => onChallenge(request, (challenge) => expire(challenge, [], now())),
    'agent.withdraw': (request) => onChallenge(request, (challenge, by) => withdraw(challenge, by, now())),
  };
}
