import type { ConsumerClient, ConsumerView, Outcome } from '../client/index.ts';

interface TakeUpProps {
  readonly client: ConsumerClient;
  readonly view: ConsumerView;
  readonly run: (act: Promise<Outcome<unknown>>) => void;
}

/**
 * The page's visitor is logged in, this conversation is not. It may be somebody else's who sat here before, so it becomes
 * theirs by a click alone.
 */
export function TakeUp({ client, view, run }: TakeUpProps) {
  const before = view.items.some(({ kind, ...item }) => kind === 'entry' && isEnd(item));
  return (
    <section class="login" aria-label="A chat begun here">
      <h3>{before ? 'Your login for this chat has ended' : 'Continue the chat begun here?'}</h3>
      <p>
        {before
          ? 'Continue it under your login, or begin a new one.'
          : 'If it was you who began it, it goes on under your name.'}
      </p>
      <div class="answers">
        <button
          type="button"
          class="button main"
          disabled={view.loggingIn}
          onClick={() => run(client.logIn())}
        >
          {view.loggingIn ? 'Logging in …' : 'Continue it'}
        </button>
        <button
          type="button"
          class="button"
          disabled={view.loggingIn}
          onClick={() => void client.startAnew()}
        >
          Start a new one
        </button>
      </div>
    </section>
  );
}

const isEnd = (item: object): boolean =>
  'what' in item && (item.what as { event: string }).event === 'stepped_down';
