import type { Challenge, ConsumerClient, ConsumerView, Outcome } from '../client/index.ts';
import { when } from '../ui/sentences.ts';
import { LoginWays } from './login-ways.tsx';

interface LoginCardProps {
  readonly client: ConsumerClient;
  readonly view: ConsumerView;
  readonly challenge: Challenge;
  readonly run: (act: Promise<Outcome<unknown>>) => void;
}

/** The agent's request to log in: who asks, why, and the answers. */
export function LoginCard({ client, view, challenge, run }: LoginCardProps) {
  const { methods, loggingIn } = view;
  return (
    <section class="login" aria-label="Request to log in">
      <h3>{challenge.by.name ?? 'The agent'} asks you to log in</h3>
      {challenge.reason && <p class="reason">{challenge.reason}</p>}
      <div class="answers">
        <LoginWays
          methods={methods}
          busy={loggingIn}
          label="Log in"
          choose={(method) => run(client.answerChallenge(method))}
        />
        <button type="button" class="button" disabled={loggingIn} onClick={() => run(client.decline())}>
          Not now
        </button>
        {challenge.expiresAt !== undefined && <span class="until">until {when(challenge.expiresAt)}</span>}
      </div>
    </section>
  );
}
