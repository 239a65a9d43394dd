import type { ConsumerClient, ConsumerView, Outcome } from '../client/index.ts';
import { LoginWays } from './login-ways.tsx';

interface LoginFirstProps {
  readonly client: ConsumerClient;
  readonly view: ConsumerView;
  readonly run: (act: Promise<Outcome<unknown>>) => void;
}

/** A login comes before the chat. */
export function LoginFirst({ client, view, run }: LoginFirstProps) {
  return (
    <section class="login" aria-label="Log in first">
      <h3>Please log in to begin</h3>
      <p>Then we know who we talk to, and can help with your own matters.</p>
      <div class="answers">
        <LoginWays
          methods={view.methods}
          busy={view.loggingIn}
          label="Log in"
          choose={(method) => run(client.logIn(method))}
        />
        {view.mayStayAnonymous && (
          <button
            type="button"
            class="button"
            disabled={view.loggingIn}
            onClick={() => void client.stayAnonymous()}
          >
            Go on without logging in
          </button>
        )}
      </div>
    </section>
  );
}
