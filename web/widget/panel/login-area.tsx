import type { ConsumerClient, ConsumerView } from '../../client/index.ts';
import { LoginCard, LoginWays } from './login-card.tsx';
import { LoginRequest } from './login-request.tsx';
import type { Login } from './use-login.ts';
import { useWords } from './words.tsx';

interface LoginAreaProps {
  readonly client: ConsumerClient;
  readonly view: ConsumerView;
  readonly login: Login;
  readonly startOver: () => void;
}

/** The one thing about logging in that there is to do now, if any. */
export function LoginArea(props: LoginAreaProps) {
  const { view, login } = props;
  if (view.conversation?.state === 'closed') return null;
  if (view.login?.elsewhere) return <Elsewhere {...props} gone={view.login.windowGone} />;
  if (view.challenge && view.challenge.id !== login.putAway)
    return <LoginRequest {...props} challenge={view.challenge} />;
  if (view.held) return <First {...props} />;
  if (view.mayTakeUp) return <TakeUp {...props} />;
  return login.trouble ? <Over {...props} /> : null;
}

/** The person is at another page to log in: what to do there, and the way back without it. */
function Elsewhere({ client, view, login, gone }: LoginAreaProps & { readonly gone: boolean }) {
  const { say } = useWords();
  return (
    <LoginCard
      label="elsewhere"
      title={say(gone ? 'elsewhereGone' : 'elsewhereTitle')}
      answers={
        <>
          <LoginWays view={view} login={login} label="logInAgain" />
          <button type="button" class="button" onClick={() => client.cancelLogin()}>
            {say('cancel')}
          </button>
        </>
      }
    >
      <p>{say(gone ? 'elsewhereGoneText' : 'elsewhereText')}</p>
    </LoginCard>
  );
}

/** A login comes before the chat. */
function First({ client, view, login }: LoginAreaProps) {
  const { say } = useWords();
  return (
    <LoginCard
      label="first"
      title={say('firstTitle')}
      trouble={login.trouble}
      answers={
        <>
          <LoginWays view={view} login={login} />
          {view.mayStayAnonymous && (
            <button
              type="button"
              class="button"
              disabled={view.loggingIn}
              onClick={() => {
                login.dismiss();
                void client.stayAnonymous();
              }}
            >
              {say('withoutLoginFirst')}
            </button>
          )}
        </>
      }
    >
      <p>{say('firstText')}</p>
    </LoginCard>
  );
}

/**
 * The page's visitor is logged in, this conversation is not. It may be somebody else's who sat here before, so it becomes
 * theirs by a click alone.
 */
function TakeUp({ client, view, login }: LoginAreaProps) {
  const { say } = useWords();
  const before = view.items.some(({ kind, ...item }) => kind === 'entry' && isEnd(item));
  return (
    <LoginCard
      label="takeUp"
      title={say(before ? 'takeUpEnded' : 'takeUpTitle')}
      trouble={login.trouble}
      answers={
        <>
          <button
            type="button"
            class="button main"
            disabled={view.loggingIn}
            onClick={() => login.logIn(view.methods[0])}
          >
            {say(view.loggingIn ? 'loggingIn' : 'takeUpYes')}
          </button>
          <button
            type="button"
            class="button"
            disabled={view.loggingIn}
            onClick={() => {
              login.dismiss();
              void client.startAnew();
            }}
          >
            {say('startNew')}
          </button>
        </>
      }
    >
      <p>{say(before ? 'takeUpEndedText' : 'takeUpText')}</p>
    </LoginCard>
  );
}

const isEnd = (item: object): boolean =>
  'what' in item && (item.what as { event: string }).event === 'stepped_down';

/** A try came to nothing, and its request with it. */
function Over({ view, login, startOver }: LoginAreaProps) {
  const { say } = useWords();
  const { methods, loggingIn, conversation } = view;
  // Where it was the renewal of a login that still holds, nothing is lost.
  const isIn = conversation?.assurance.level === 'authenticated';
  return (
    <LoginCard
      label="over"
      title={say(isIn ? 'over' : 'overTitle')}
      trouble={login.trouble}
      answers={
        <>
          {methods.length > 0 && <LoginWays view={view} login={login} />}
          {login.trouble?.code === 'other_identity' && (
            <button type="button" class="button" disabled={loggingIn} onClick={startOver}>
              {say('newChat')}
            </button>
          )}
          <button type="button" class="button" disabled={loggingIn} onClick={login.dismiss}>
            {say(isIn ? 'dismiss' : 'withoutLogin')}
          </button>
        </>
      }
    />
  );
}
