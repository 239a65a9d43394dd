import { AgentConversation } from './agent-conversation.ts';
import { AgentDesk } from './agent-desk.ts';
import { History } from './agent-history.ts';
import { Requests } from './agent-requests.ts';
import { type Clock, systemClock } from './clock.ts';
import { Emitter } from './emitter.ts';
import { type HttpCall, httpCaller, path } from './http.ts';
import { Inbox, type InboxFilter } from './inbox.ts';
import { Link, type LinkStatus, openSocket, type Socket } from './link.ts';
import { emptyOutbox, Outbox } from './outbox.ts';
import { type Failure, type Outcome, success } from './outcome.ts';
import { People } from './people.ts';
import { Saved, type Store, tabStore } from './storage.ts';
import { Thread } from './thread.ts';
import type { InboxLine, Item, Page, PageQuery, Push, Ticket } from './types.ts';

export interface AgentOptions {
  /** The origin of the API; in a browser the page's own, as the session is a cookie. */
  readonly api: string;
  /** How many items of each conversation to hold; all of them when left out. `history` has the others. */
  readonly most?: number;
  /** Where unsent messages survive a reload; the tab's `sessionStorage` when left out. */
  readonly storage?: Store;
  /** In Node.js that of `nodeNetwork`, which holds the cookie. */
  readonly fetch?: typeof fetch;
  readonly connect?: (url: string) => Socket;
  readonly clock?: Clock;
  readonly random?: () => number;
}

export interface AgentEvents {
  /** The status, the inbox, or a conversation that is open here. */
  change: undefined;
  /** A line of the inbox changed, and why, such as `stepped_up`. `notify` says whether the brand wants it told. */
  inbox: { readonly line: InboxLine; readonly why: string; readonly notify: boolean };
  /** What happened in an open conversation, in order. */
  items: { readonly conversation: string; readonly items: readonly Item[] };
  /** The session is over or not complete: sign in. */
  signedOut: Failure;
  /** A conversation is for others now. */
  gone: { readonly conversation: string; readonly why: string };
  /** A conversation cannot be opened. */
  refused: { readonly conversation: string; readonly failure: Failure };
}

/** Work keeps a session alive; it is told at most this often. */
const aliveMs = 5 * 60_000;

interface Opened {
  readonly thread: Thread;
  readonly face: AgentConversation;
}

/**
 * The agent's side: the inbox, live, and any number of conversations on one socket.
 *
 * @example
 * const client = new AgentClient({ api: location.origin });
 * client.on('change', () => render(client));
 * client.start();
 * const conversation = client.open(client.inbox.lines('waiting')[0].id);
 * await conversation.accept();
 */
export class AgentClient extends Emitter<AgentEvents> {
  readonly inbox: Inbox;
  /** Which step-ups one has taken note of, and what else is known of the people. */
  readonly people: People;
  /** The brand's settings for the desk, colleagues, canned answers. */
  readonly desk: AgentDesk;
  readonly #call: HttpCall;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #storage: Store;
  readonly #link: Link;
  readonly #most: number | undefined;
  readonly #open = new Map<string, Opened>();
  #aliveAt = 0;

  constructor(options: AgentOptions) {
    super();
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    this.#storage = options.storage ?? tabStore();
    this.#call = httpCaller({ ...options, credentials: 'same-origin' });
    this.#most = options.most;
    this.inbox = new Inbox(this.#call);
    this.desk = new AgentDesk(this.#call, () => this.#changed());
    this.people = new People(this.#call, () => this.#changed());
    this.#link = new Link({
      ticket: () => this.#call<Ticket>({ method: 'POST', path: '/api/agent/tickets', body: {} }),
      connect: options.connect ?? openSocket,
      clock: this.#clock,
      random: this.#random,
      opened: () => void this.#opened(),
      pushed: (push) => this.#pushed(push),
      changed: (status) => {
        if (status !== 'open') for (const { thread } of this.#open.values()) thread.left();
        this.#changed();
      },
      refused: (failure) => this.emit('signedOut', failure),
    });
  }

  get status(): LinkStatus {
    return this.#link.status;
  }

  start(): void {
    this.#link.start();
  }

  /** Closes the socket and stops every timer. */
  stop(): void {
    for (const { thread } of this.#open.values()) thread.end();
    this.#link.stop();
  }

  /** The network is back, or the person is: looks at once whether the connection lives. */
  wake(): void {
    this.#link.nudge();
  }

  /** A person is at work: call it on keys and clicks, never by a timer. Tells the server at most every five minutes. */
  active(): void {
    const now = this.#clock.now();
    if (this.#link.status !== 'open' || now - this.#aliveAt < aliveMs) return;
    this.#aliveAt = now;
    void this.#tellAlive();
  }

  /** Opens a conversation, and keeps it joined until `leave`. */
  open(id: string): AgentConversation {
    const known = this.#open.get(id);
    if (known) return known.face;
    const opened = this.#newConversation(id);
    this.#open.set(id, opened);
    if (this.#link.status === 'open') void opened.thread.enter();
    return opened.face;
  }

  /** A conversation that is open, without opening it. */
  opened(id: string): AgentConversation | undefined {
    return this.#open.get(id)?.face;
  }

  get openIds(): readonly string[] {
    return [...this.#open.keys()];
  }

  /** Shows a conversation no more. What is unsent stays saved until it is opened again. */
  leave(id: string): void {
    this.#open.get(id)?.thread.end();
    this.#open.delete(id);
  }

  /** Says that one takes no new conversations for now, or takes them again. */
  async away(on: boolean): Promise<Outcome<unknown>> {
    const said = await this.#link.repeat('agent.away', { on });
    if (said.ok) this.desk.wentAway(on);
    return said;
  }

  /** Any conversation that one may see, to be read without joining it. */
  readAlong(id: string): History {
    return new History(
      (query) => this.#page(id, query),
      () => this.#changed(),
    );
  }

  /** Loads the first page of the inbox, or the next one. */
  async loadInbox(filter: InboxFilter, more = false): Promise<Outcome<unknown>> {
    const loaded = await this.inbox.load(filter, more);
    this.#changed();
    return loaded;
  }

  /** Conversations know how long the session lasts since they were joined, so they are joined again. */
  async #tellAlive(): Promise<void> {
    const told = await this.#link.request('agent.alive', {});
    if (!told.ok) return;
    for (const { thread } of this.#open.values()) void thread.enter();
  }

  async #opened(): Promise<void> {
    for (const { thread } of this.#open.values()) void thread.enter();
    const hello = await this.#link.repeat('agent.hello', {});
    if (!hello.ok) {
      this.#link.reconnect();
      return;
    }
    // Listed after the roster knows us: what changes from now on is pushed, what changed before is in the pages.
    await Promise.all([this.inbox.refresh(), this.desk.load(), this.people.load()]);
    this.#changed();
  }

  #pushed(push: Push): void {
    if (push.type === 'inbox') {
      this.inbox.take(push.line);
      this.emit('inbox', { line: push.line, why: push.why, notify: push.notify !== false });
      this.#changed();
    } else if (push.type === 'inbox_gone') {
      this.inbox.drop(push.conversation);
      this.emit('gone', { conversation: push.conversation, why: push.why });
      this.#changed();
    } else {
      this.#open.get(push.conversation)?.thread.pushed(push);
    }
  }

  #newConversation(id: string): Opened {
    const saved = new Saved(this.#storage, `doorstep:agent:${id}`, emptyOutbox());
    const outbox = new Outbox(saved.value, (state) => saved.set(state));
    const changed = () => this.#changed();
    const history = new History((query) => this.#page(id, query), changed);
    const requests = new Requests(this.#call, id, changed);
    const thread = new Thread({
      role: 'agent',
      id,
      link: this.#link,
      outbox,
      clock: this.#clock,
      random: this.#random,
      page: (query) => this.#page(id, query),
      prepare: () => Promise.resolve(success({})),
      ...(this.#most === undefined ? {} : { most: this.#most }),
      changed,
      appeared: (items, fresh) => {
        requests.heard(items);
        for (const item of items) if (fresh) this.inbox.heard(id, item);
        if (fresh && items.some(hasLeft)) void thread.enter();
        if (fresh) this.emit('items', { conversation: id, items });
      },
      refused: (failure) => {
        // The next ticket tells whether the session is over.
        if (failure.code === 'unauthorized') this.#link.reconnect();
        else this.emit('refused', { conversation: id, failure });
      },
    });
    return {
      thread,
      face: new AgentConversation(thread, outbox, () => this.#clock.now(), { history, requests }),
    };
  }

  #page(id: string, query: PageQuery): Promise<Outcome<Page>> {
    const search = new URLSearchParams(Object.entries(query).map(([name, seq]) => [name, String(seq)]));
    return this.#call<Page>({
      method: 'GET',
      path: `${path`/api/agent/conversations/${id}`}/messages?${search}`,
    });
  }

  #changed(): void {
    this.emit('change', undefined);
  }
}

/** A transfer to a skill takes every agent's socket out: whoever may still see the conversation joins again. */
const hasLeft = (item: Item): boolean =>
  item.kind === 'entry' && item.what.event === 'transferred' && item.what.to?.skill !== undefined;
