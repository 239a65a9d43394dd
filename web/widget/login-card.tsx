import { useState } from 'preact/hooks';
import type { Challenge, ConsumerClient } from '../client/index.ts';
import { failureSentence, when } from '../ui/sentences.ts';

interface LoginCardProps {
  readonly client: ConsumerClient;
  readonly challenge: Challenge;
  readonly busy: boolean;
}

/** The agent's request to log in: who asks, why, and the two answers. */
export function LoginCard({ client, challenge, busy }: LoginCardProps) {
  const [problem, setProblem] = useState<string>();

  async function logIn() {
    setProblem(undefined);
    const outcome = await client.answerChallenge();
    if (!outcome.ok) setProblem(failureSentence(outcome.failure));
  }

  async function notNow() {
    const outcome = await client.decline();
    if (!outcome.ok) setProblem(failureSentence(outcome.failure));
  }

  return (
    <section class="login" aria-label="Request to log in">
      <h3>{challenge.by.name ?? 'The agent'} asks you to log in</h3>
      {challenge.reason && <p class="reason">{challenge.reason}</p>}
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      <div class="answers">
        <button type="button" class="button main" disabled={busy} onClick={logIn}>
          {busy ? 'Logging in …' : 'Log in'}
        </button>
        <button type="button" class="button" disabled={busy} onClick={notNow}>
          Not now
        </button>
        {challenge.expiresAt !== undefined && <span class="until">until {when(challenge.expiresAt)}</span>}
      </div>
    </section>
  );
}
