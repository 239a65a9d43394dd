import type { Entry, Message, Party } from '../../contract/conversation.ts';
import type { Push } from '../../contract/events.ts';
import type { Item } from '../core/change.ts';
import { asHead, type Head, recipients, socketAttribute } from '../core/conversation/head.ts';
import { assuranceOver, challengeView, itemView, type Viewer } from '../core/conversation/views.ts';
import type { Conversations } from '../store/conversations.ts';
import type { Sockets } from './sockets.ts';

type EventFor = (viewer: Viewer) => Push;

/** Tells the sockets of a conversation what happened, each in the words that its side may read. */
export class Pusher {
  readonly #sockets: Sockets;
  readonly #conversations: Conversations;
  readonly #now: () => number;

  constructor(sockets: Sockets, conversations: Conversations, now: () => number = Date.now) {
    this.#sockets = sockets;
    this.#conversations = conversations;
    this.#now = now;
  }

  message(head: Item, message: Message, except?: string): Promise<void> {
    return this.#toAll(
      head,
      (viewer) => ({ type: 'message', conversation: asHead(head).id, message: seen(message, viewer) }),
      except,
    );
  }

  /** An entry, and the challenge as it stands after it. */
  entry(head: Item, entry: Entry): Promise<void> {
    const { id, challenge } = asHead(head);
    const assured = isAssured(asHead(head), this.#now());
    return this.#toAll(head, (viewer) => ({
      type: 'entry',
      conversation: id,
      entry: itemView(entry, viewer, assured) as Entry,
      ...(challenge ? { challenge: challengeView(challenge, viewer) } : {}),
    }));
  }

  challenge(head: Item): Promise<void> {
    const { id, challenge } = asHead(head);
    if (!challenge) return Promise.resolve();
    return this.#toAll(head, (viewer) => ({
      type: 'challenge',
      conversation: id,
      challenge: challengeView(challenge, viewer),
    }));
  }

  typing(head: Item, from: Party, on: boolean, except: string): Promise<void> {
    return this.#toAll(
      head,
      (viewer) => ({
        type: 'typing',
        conversation: asHead(head).id,
        from: viewer === 'agent' ? from : withoutId(from),
        on,
      }),
      except,
    );
  }

  read(head: Item, role: 'consumer' | 'agent', seq: number, except: string): Promise<void> {
    return this.#toAll(head, () => ({ type: 'read', conversation: asHead(head).id, role, seq }), except);
  }

  async #toAll(head: Item, event: EventFor, except?: string): Promise<void> {
    const { brand, id } = asHead(head);
    const events = { consumer: event('consumer'), agent: event('agent') };
    const others = recipients(head, this.#now()).filter(({ connection }) => connection !== except);
    const outcomes = await Promise.all(
      others.map(async ({ connection, role }) => ({
        connection,
        outcome: await this.#sockets.post(connection, events[role]),
      })),
    );
    const gone = outcomes
      .filter(({ outcome }) => outcome === 'gone')
      .map(({ connection }) => socketAttribute(connection));
    await this.#conversations.drop(brand, id, gone);
  }
}

const withoutId = ({ id: _, ...party }: Party): Party => party;

const seen = (message: Message, viewer: Viewer): Message => itemView(message, viewer, true) as Message;

/** Whether the person is verified at this moment. */
export const isAssured = (head: Head, now: number): boolean =>
  head.assurance.level === 'authenticated' && !assuranceOver(head, now);
