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
  /** A request that takes no answer any more, which the person has put away. */
  readonly putAway: string | undefined;
  /** Nothing more is to be said of it. */
  dismiss(): void;
}

export function useLogin(client: ConsumerClient, challenge: string | undefined): Login {
  const [trouble, setTrouble] = useState<Failure>();
  const [tried, setTried] = useState<LoginMethod>();
  const [putAway, setPutAway] = useState<string>();
  const [asked, setAsked] = useState<string>();
  const dismiss = () => setTrouble(undefined);

  useEffect(() => client.on('loginFailed', setTrouble), [client]);
  useEffect(() => client.on('steppedUp', dismiss), [client]);

  // What came of another request says nothing of this one.
  useEffect(() => {
    if (challenge === undefined || challenge === asked) return;
    setAsked(challenge);
    if (asked !== undefined) dismiss();
  }, [challenge, asked]);

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
    putAway,
    async decline() {
      dismiss();
      const outcome = await client.decline();
      if (outcome.ok) return;
      if (outcome.failure.code === 'challenge_not_open') setPutAway(challenge);
      else setTrouble(outcome.failure);
    },
  };
}
