import type { ActionOf } from '../../contract/frames.ts';
import { decline, expire, fail as failChange } from '../core/challenge/changes.ts';
import type { Guard, Item } from '../core/change.ts';
import { consumerCloses, consumerReads } from '../core/conversation/changes.ts';
import { consumerSocket, notIdle } from '../core/conversation/guards.ts';
import {
  type Head,
  type HeadChallenge,
  type HeadSocket,
  isIdle,
  isOutlived,
  socketLife,
  socketsOf,
} from '../core/conversation/head.ts';
import { consumerJoins } from '../core/conversation/join.ts';
import { theConsumer } from '../core/conversation/parties.ts';
import { consumerSends, senderKey } from '../core/conversation/send.ts';
import { done, type Result, refuse } from '../core/result.ts';
import type { EngagementRecord } from '../core/settings/records.ts';
import type { FrameHandlers, FrameRequest } from '../edge/frames.ts';
import { join } from '../flows/join.ts';
import type { Messaging } from '../flows/messaging.ts';
import { record } from '../flows/record.ts';
import { send } from '../flows/send.ts';
import { startConversation } from '../flows/start.ts';
import type { ConsumerSession, ConsumerSessions } from '../store/consumer-sessions.ts';

export interface Dependencies extends Messaging {
  readonly sessions: ConsumerSessions;
  readonly engagement: (brand: string, engagement: string) => Promise<EngagementRecord | undefined>;
}

export type ConsumerAction = ActionOf<'consumer-socket'>;

/** The frames of consumers. Each one is decided from stored state: the session for start and join, the head for the rest. */
export function consumerFrames(deps: Dependencies): FrameHandlers<ConsumerAction> {
  const { conversations, sessions, push, now } = deps;

  /** The session that opened the socket, if it is for this conversation. Anybody else's does not exist. */
  async function session({
    caller,
    frame,
  }: FrameRequest<'consumer.start' | 'consumer.join'>): Promise<Result<ConsumerSession>> {
    const found = await sessions.find(caller.brand, caller.session);
    if (!found || found.until <= now()) return refuse('unauthorized');
    return found.conversation === frame.conversation ? done(found) : refuse('not_found');
  }

  /** Runs a change on the challenge that a frame names, as the head has it. */
  async function onChallenge(
    { caller, frame }: FrameRequest<'consumer.decline' | 'consumer.fail' | 'consumer.expire'>,
    change: (challenge: HeadChallenge) => ReturnType<typeof decline>,
  ): Promise<Result<Record<never, never>>> {
    const head = await headOf(caller.brand, frame.conversation, caller.conversation);
    if (!head.ok) return head;
    const { challenge } = head.value;
    if (challenge?.id !== frame.challenge) return refuse('challenge_not_open');
    const outcome = await record(deps, caller.brand, frame.conversation, change(challenge));
    return outcome.ok ? done({}) : outcome;
  }

  /** The socket stands in the head, and its consumer was not silent for too long. */
  const inUse = ({
    caller,
    connection,
  }: Pick<FrameRequest<ConsumerAction>, 'caller' | 'connection'>): Guard[] => [
    ...consumerSocket(connection, now()),
    notIdle(now(), Number(caller.idle)),
  ];

  async function headOf(brand: string, conversation: string, own: string | undefined) {
    const head = conversation === own ? await conversations.head(brand, conversation) : undefined;
    return head ? done(head) : refuse('not_found');
  }

  return {
    async 'consumer.start'(request) {
      const { brand, engagement = '' } = request.caller;
      const [found, place] = await Promise.all([session(request), deps.engagement(brand, engagement)]);
      return found.ok ? startConversation(deps, found.value, place, request.frame.claimed) : found;
    },

    async 'consumer.join'(request) {
      const found = await session(request);
      if (!found.ok) return found;
      const { brand, conversation, epoch, settings, until } = found.value;
      const sender = senderKey('consumer', request.frame.clientId);
      const at = now();
      const socket: HeadSocket = {
        connection: request.connection,
        role: 'consumer',
        sender,
        epoch,
        at,
        ...(until < at + socketLife ? { until } : {}),
      };
      return join(deps, {
        brand,
        conversation,
        connection: request.connection,
        sender,
        viewer: 'consumer',
        change: consumerJoins(socket, { hash: request.caller.session, epoch }, settings.idle),
      });
    },

    async 'consumer.send'({ frame, caller, connection }) {
      if (frame.conversation !== caller.conversation) return refuse('not_found');
      const { n, text } = frame;
      const sender = senderKey('consumer', frame.clientId);
      return send(deps, {
        brand: caller.brand,
        conversation: frame.conversation,
        connection,
        from: theConsumer,
        sender,
        n,
        text,
        change: (at) =>
          consumerSends(
            { sender, n, text, now: at },
            consumerSocket(connection, at, sender),
            Number(caller.idle),
          ),
      });
    },

    async 'consumer.typing'({ frame, caller, connection }) {
      const head = await headOf(caller.brand, frame.conversation, caller.conversation);
      if (!head.ok) return head;
      if (!standsIn(head.value, connection, now())) return refuse('rejoin');
      if (isIdle(head.value, now())) return refuse('session_ended');
      await push.typing(head.value, theConsumer, frame.on, connection);
      return done({});
    },

    async 'consumer.read'({ frame, caller, connection }) {
      if (frame.conversation !== caller.conversation) return refuse('not_found');
      const authority = consumerSocket(connection, now());
      const change = consumerReads(frame.seq, authority, Number(caller.idle), now());
      const outcome = await conversations.change(caller.brand, frame.conversation, change);
      if (!outcome.ok) return outcome;
      if (!outcome.repeated) await push.read(outcome.item, 'consumer', frame.seq, connection);
      return done({});
    },

    async 'consumer.close'({ frame, caller, connection }) {
      if (frame.conversation !== caller.conversation) return refuse('not_found');
      const change = consumerCloses(frame.conversation, inUse({ caller, connection }), now());
      const outcome = await record(deps, caller.brand, frame.conversation, change);
      return outcome.ok ? done({}) : outcome;
    },

    'consumer.decline': (request) =>
      onChallenge(request, (challenge) => decline(challenge, inUse(request), now())),
    'consumer.fail': (request) =>
      onChallenge(request, (challenge) =>
        failChange(challenge, request.frame.id, request.frame.why, inUse(request), now()),
      ),
    'consumer.expire': (request) =>
      onChallenge(request, (challenge) =>
        expire(challenge, consumerSocket(request.connection, now()), now()),
      ),

    ping: async () => done({}),
  };
}

/** Whether a consumer's socket stands in the head under the current epoch, while its session lasts. */
const standsIn = (head: Item & Head, connection: string, now: number): boolean =>
  socketsOf(head).some(
    (socket) => socket.connection === connection && socket.epoch === head.epoch && !isOutlived(socket, now),
  );
