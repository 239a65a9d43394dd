import { type ConsumerClient, type ConsumerView, isAuthenticated, type Outcome } from '../client/index.ts';
import { Lock, OpenLock } from '../ui/icons.tsx';
import { timeLeft } from '../ui/login-words.ts';
import { useNow } from '../ui/now.ts';
import { loggedInAs } from '../ui/sentences.ts';

interface AssuranceProps {
  readonly client: ConsumerClient;
  readonly view: ConsumerView;
  readonly run: (act: Promise<Outcome<unknown>>) => void;
}

/** From so many milliseconds before its end on, the login can be renewed. */
const soonMs = 5 * 60_000;

/** As whom one writes, and the quiet word when that is about to end. */
export function Assurance({ client, view, run }: AssuranceProps) {
  const { conversation, methods } = view;
  const assurance = conversation?.assurance;
  const now = useNow(assurance?.level === 'authenticated');
  if (!conversation || assurance?.level !== 'authenticated' || !isAuthenticated(assurance, now)) {
    return (
      <p class="assurance">
        <OpenLock />
        <span>You are not logged in</span>
      </p>
    );
  }
  const endsSoon = assurance.until - now <= soonMs && conversation.state !== 'closed';
  return (
    <>
      <p class="assurance verified">
        <Lock />
        <span>{loggedInAs(conversation.name)}</span>
      </p>
      {endsSoon && (
        <p class="ends" role="status">
          <span>Your login ends in {timeLeft(assurance.until, now)}.</span>
          {methods.length > 0 && (
            <button type="button" class="link" disabled={view.loggingIn} onClick={() => run(client.logIn())}>
              Stay logged in
            </button>
          )}
        </p>
      )}
    </>
  );
}
