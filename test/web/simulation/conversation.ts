import type { Conversation, Entry, Item, Message, Stamp } from '../../../contract/conversation.ts';
import type { ProblemCode } from '../../../contract/problems.ts';

const theAgent = { role: 'agent', id: 'agent-1', name: 'Alex' } as const;

type Role = 'consumer' | 'agent';

interface Sender {
  readonly n: number;
  readonly text: string;
  readonly message: Message;
}

/** What the design says of one conversation, on one page: the head, its items, and who may write. */
export class SimConversation {
  readonly id: string;
  readonly items = new Map<number, Item>();
  readonly sockets = new Map<string, { role: Role; epoch: number; sender: string }>();
  readonly #senders = new Map<string, Sender>();
  readonly #now: () => number;
  head: Conversation;
  epoch = 0;
  /** Of the challenge in the head. */
  verifierHash = '';
  nonce = '';
  /** Of its last start elsewhere. */
  state = '';
  redeemed: { verifierHash: string; next: string; seq: number } | undefined;

  constructor(id: string, now: () => number) {
    this.id = id;
    this.#now = now;
    this.head = {
      id,
      engagement: 'web',
      channel: 'messaging',
      state: 'waiting',
      createdAt: now(),
      lastSeq: 0,
      assurance: { level: 'anonymous' },
      read: { consumer: 0, agent: 0 },
    };
  }

  join(connection: string, role: Role, clientId: string) {
    const sender = `${role}-${clientId}`;
    this.sockets.set(connection, { role, epoch: this.epoch, sender });
    if (role === 'agent') this.head = { ...this.head, state: 'open', agent: theAgent };
    return { conversation: this.head, sender, n: this.#senders.get(sender)?.n ?? 0 };
  }

  /** Whether this socket may write: joined, and a consumer's under the epoch of now. */
  holds(connection: string): boolean {
    const socket = this.sockets.get(connection);
    return socket !== undefined && (socket.role === 'agent' || socket.epoch === this.epoch);
  }

  /** The two steps of a send; `half` is killed between them. */
  send(
    connection: string,
    frame: { clientId: string; n: number; text: string },
    half: boolean,
  ): Message | ProblemCode {
    const socket = this.sockets.get(connection);
    if (!socket || !this.holds(connection)) return 'rejoin';
    if (this.head.state === 'closed') return 'closed';
    const sender = `${socket.role}-${frame.clientId}`;
    if (sender !== socket.sender) return 'rejoin';
    const last = this.#senders.get(sender);
    if (last?.n === frame.n) {
      if (last.text !== frame.text) return 'conflict';
    } else if ((last?.n ?? 0) > frame.n) return 'duplicate';
    else if ((last?.n ?? 0) < frame.n - 1) return 'out_of_order';
    else this.#number(sender, socket.role, frame);
    const recorded = this.#senders.get(sender)?.message as Message;
    if (half) return 'unavailable';
    const there = this.items.get(recorded.seq);
    if (there?.kind === 'tombstone') return 'lost';
    this.items.set(recorded.seq, recorded);
    return recorded;
  }

  /** Appends a timeline entry. */
  record(by: Entry['by'], what: Entry['what']): Entry {
    const seq = this.#next();
    const entry: Entry = { kind: 'entry', seq, at: this.#now(), by, what };
    this.items.set(seq, entry);
    return entry;
  }

  page(after?: number, before?: number, limit = 5): { items: Item[]; lastSeq: number } {
    this.#giveUpOldHoles();
    const all = [...this.items.values()].sort((a, b) => a.seq - b.seq);
    const lastSeq = this.head.lastSeq;
    if (after !== undefined) return { items: all.filter(({ seq }) => seq > after).slice(0, limit), lastSeq };
    return {
      items: all.filter(({ seq }) => seq < (before ?? Number.POSITIVE_INFINITY)).slice(-limit),
      lastSeq,
    };
  }

  #number(sender: string, role: Role, { n, text }: { n: number; text: string }): void {
    const seq = this.#next();
    const from = role === 'agent' ? theAgent : { role };
    const message: Message = {
      kind: 'message',
      seq,
      at: this.#now(),
      from,
      sender,
      n,
      text,
      assurance: this.#stamp(),
    };
    this.#senders.set(sender, { n, text, message });
  }

  #next(): number {
    const seq = this.head.lastSeq + 1;
    this.head = { ...this.head, lastSeq: seq };
    this.#givenAt.set(seq, this.#now());
    return seq;
  }

  readonly #givenAt = new Map<number, number>();

  #giveUpOldHoles(): void {
    for (let seq = 1; seq <= this.head.lastSeq; seq++) {
      const old = (this.#givenAt.get(seq) ?? 0) < this.#now() - 60_000;
      if (old && !this.items.has(seq)) this.items.set(seq, { kind: 'tombstone', seq, at: this.#now() });
    }
  }

  #stamp(): Stamp {
    return this.head.assurance.level === 'anonymous'
      ? { level: 'anonymous' }
      : { level: 'authenticated', acr: 'password', epoch: this.epoch };
  }
}
