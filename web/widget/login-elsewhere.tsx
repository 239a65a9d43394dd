import type { ConsumerClient, ConsumerView, LoginUnderWay, Outcome } from '../client/index.ts';
import { LoginWays } from './login-ways.tsx';

interface LoginElsewhereProps {
  readonly client: ConsumerClient;
  readonly view: ConsumerView;
  readonly login: LoginUnderWay;
  readonly run: (act: Promise<Outcome<unknown>>) => void;
}

/** The person is at another page to log in: what to do there, and the way back without it. */
export function LoginElsewhere({ client, view, login, run }: LoginElsewhereProps) {
  const again = (method: LoginUnderWay['method']) =>
    run(view.challenge ? client.answerChallenge(method) : client.logIn(method));
  return (
    <section class="login" aria-label="Login under way">
      <h3>{login.windowGone ? 'Was the login window closed?' : 'Log in on the page that has opened'}</h3>
      <p>
        {login.windowGone
          ? 'If it is still open, finish the login there. If not, begin again.'
          : 'The chat goes on here as soon as you have logged in there.'}
      </p>
      <div class="answers">
        <LoginWays methods={view.methods} busy={false} label="Log in again" choose={again} />
        <button type="button" class="button" onClick={() => client.cancelLogin()}>
          Cancel
        </button>
      </div>
    </section>
  );
}
