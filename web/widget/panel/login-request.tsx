import type { Challenge, ConsumerView, Failure } from '../../client/index.ts';
import { LoginCard, LoginWays } from './login-card.tsx';
import { useNow } from './now.ts';
import type { Login } from './use-login.ts';
import { useWords } from './words.tsx';

interface LoginRequestProps {
  readonly view: ConsumerView;
  readonly login: Login;
  readonly challenge: Challenge;
}

/** After so many failed tries the server takes no other. */
const mostTries = 3;

/** What stands in the way of a request that is still open, as far as it can be known without having tried just now. */
function troubleOf({ items }: ConsumerView, { id, state }: Challenge, last: Failure | undefined) {
  const failures = items.flatMap((item) =>
    item.kind === 'entry' && item.what.event === 'challenge_failed' && item.what.challenge === id
      ? [item.what.why]
      : [],
  );
  const of = (code: string): Failure => ({ code, title: '', retryable: false }) as Failure;
  if (failures.length >= mostTries) return of('tooOften');
  if (last || state !== 'failed') return last;
  const why = failures.at(-1) ?? '';
  return of(/cancelled$/.test(why) ? 'login_cancelled' : why === 'cannot_satisfy' ? why : 'login_failed');
}

/** The agent's request to log in: who asks, why, how long it holds, and the answers. */
export function LoginRequest({ view, login, challenge }: LoginRequestProps) {
  const { say, text, left } = useWords();
  const { expiresAt, reason } = challenge;
  const now = useNow(expiresAt);
  const trouble = troubleOf(view, challenge, login.trouble);
  const mayTry = (trouble as { code: string } | undefined)?.code !== 'tooOften';
  return (
    <LoginCard
      label="request"
      title={say('requestTitle', { name: challenge.by.name ?? text('theAgent') })}
      trouble={trouble}
      answers={
        <>
          {mayTry && <LoginWays view={view} login={{ ...login, trouble }} />}
          <button type="button" class="button" disabled={view.loggingIn} onClick={login.decline}>
            {say(trouble || view.methods.length === 0 ? 'withoutLogin' : 'notNow')}
          </button>
          {expiresAt !== undefined && mayTry && (
            <span class="until">{say('holdsFor', { time: left(expiresAt - now) })}</span>
          )}
        </>
      }
    >
      {reason && (
        <p class="reason" dir="auto">
          {reason}
        </p>
      )}
    </LoginCard>
  );
}
