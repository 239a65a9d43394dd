import type { ConsumerView } from '../../client/index.ts';
import type { Chat } from '../chat.ts';
import { Lock, OpenLock } from './icons.tsx';
import { useNow } from './now.ts';
import type { Login } from './use-login.ts';
import { useWords } from './words.tsx';

interface AssuranceProps {
  readonly chat: Chat;
  readonly view: ConsumerView;
  readonly login: Login;
}

/** From so many milliseconds before its end on, the login can be renewed. */
const soonMs = 5 * 60_000;

/** As whom one writes, and the quiet word when that is about to end. */
export function Assurance({ chat, view, login }: AssuranceProps) {
  const { say, left, time } = useWords();
  const { conversation, methods } = view;
  const assurance = conversation?.assurance;
  const until = assurance?.level === 'authenticated' ? assurance.until : undefined;
  const now = useNow(until);
  if (until === undefined || !chat.isVerified)
    return (
      <p class="assurance">
        <OpenLock />
        <span>{say('notLoggedIn')}</span>
      </p>
    );
  const { name, state } = conversation ?? {};
  return (
    <div class="assurance verified">
      <p>
        <Lock />
        <span>{name ? say('loggedInAs', { name }) : say('loggedIn')}</span>
      </p>
      {until - now > soonMs || state === 'closed' ? (
        <p class="holds">{say('loginHolds', { time: time(until) })}</p>
      ) : (
        <p class="ends" role="status">
          <span>{say('loginEnds', { time: left(until - now) })}</span>
          {methods.length > 0 && (
            <button
              type="button"
              class="link"
              disabled={view.loggingIn}
              onClick={() => login.logIn(methods[0])}
            >
              {say('stayLoggedIn')}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
