import { useEffect, useState } from 'preact/hooks';
import type { ConsumerClient, Failure, LoginMethod, LoginPlace, Outcome } from '../../client/index.ts';

/** What somebody can do about logging in, and why the last try came to nothing. */
export interface Login {
  readonly trouble: Failure | undefined;
  /** The way that was tried last. */
  readonly tried: LoginMethod | undefined;
  /** Call it in the click itself: later, the browser blocks the window. */
  logIn(method?: LoginMethod, place?: LoginPlace): void;
  decline(): void;
  /** Nothing more is to be said of it. */
  dismiss(): void;
}

export function useLogin(client: ConsumerClient): Login {
  const [trouble, setTrouble] = useState<Failure>();
  const [tried, setTried] = useState<LoginMethod>();
  const dismiss = () => setTrouble(undefined);

  useEffect(() => client.on('loginFailed', setTrouble), [client]);
  useEffect(() => client.on('steppedUp', dismiss), [client]);

  async function run(act: Promise<Outcome<unknown>>) {
    dismiss();
    const outcome = await act;
    if (!outcome.ok) setTrouble(outcome.failure);
  }

  return {
    trouble,
    tried,
    dismiss,
    logIn(method, place) {
      setTried(method);
      void run(
        client.view.challenge ? client.answerChallenge(method, place) : client.logIn(method, {}, place),
      );
    },
    decline: () => void run(client.decline()),
  };
}
