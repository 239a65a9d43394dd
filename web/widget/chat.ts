import { ConsumerClient, type ConsumerOptions, type ConsumerView, isAuthenticated } from '../client/index.ts';

export interface ChatOptions extends ConsumerOptions {
  /** So many messages were not seen. */
  readonly unread: (count: number) => void;
  /** Something that the page may want to know: the name of an event, and what it carries. */
  readonly tell: (name: string, detail?: unknown) => void;
}

/** The conversation of this tab, whether it is looked at or not. */
export class Chat {
  readonly client: ConsumerClient;
  readonly #options: ChatOptions;
  /** The last that was seen here; the server learns it a moment later. */
  #seen = 0;
  readonly #wake = () => {
    if (document.visibilityState === 'visible') this.client.wake();
  };

  constructor(options: ChatOptions) {
    this.#options = options;
    const client = new ConsumerClient(options);
    this.client = client;
    client.on('change', (view) => options.unread(this.#unread(view)));
    client.on('items', (items) => {
      for (const item of items)
        if (item.kind === 'message' && item.from.role !== 'consumer')
          options.tell('message', { from: item.from.name, text: item.text });
    });
    client.on('steppedUp', (done) => options.tell('stepped-up', done));
    client.on('loginFailed', ({ code }) => options.tell('login-failed', { code }));
    client.on('ended', (failure) => options.tell('ended', failure));
    addEventListener('online', this.#wake);
    document.addEventListener('visibilitychange', this.#wake);
    client.resume();
  }

  /** Whether somebody is logged in to the conversation now. */
  get isVerified(): boolean {
    const { conversation } = this.client.view;
    return conversation !== undefined && isAuthenticated(conversation.assurance, Date.now());
  }

  /** The person has seen everything up to here. */
  saw(seq: number): void {
    this.#seen = Math.max(seq, this.#seen);
    this.client.read(seq);
    this.#options.unread(this.#unread(this.client.view));
  }

  /** Another conversation begins: what was seen was of the one before. */
  forget(): void {
    this.#seen = 0;
  }

  stop(): void {
    removeEventListener('online', this.#wake);
    document.removeEventListener('visibilitychange', this.#wake);
    this.client.stop();
  }

  #unread({ conversation, items }: ConsumerView): number {
    const seen = Math.max(this.#seen, conversation?.read.consumer ?? 0);
    return items.filter(
      ({ seq, ...item }) => seq > seen && item.kind === 'message' && item.from.role !== 'consumer',
    ).length;
  }
}
