import type { ComponentChildren } from 'preact';
import type { ConsumerView, Failure, LoginMethod } from '../../client/index.ts';
import type { TextName } from '../texts/english.ts';
import { failureWords } from './failure-words.ts';
import type { Login } from './use-login.ts';
import { useWords, type Words } from './words.tsx';

interface LoginCardProps {
  /** What a screen reader calls it. */
  readonly label: TextName;
  readonly title: ComponentChildren;
  readonly trouble?: Failure | undefined;
  readonly children?: ComponentChildren;
  readonly answers: ComponentChildren;
}

/** The one thing about logging in that there is to do now. */
export function LoginCard({ label, title, trouble, children, answers }: LoginCardProps) {
  const words = useWords();
  return (
    <section class="login" aria-label={words.text(label)}>
      <h3>{title}</h3>
      {children}
      {trouble && (
        <p class="notice" role="alert">
          {failureWords(words, trouble)}
        </p>
      )}
      <div class="answers">{answers}</div>
    </section>
  );
}

/** What a button says that begins a login, where there are several ways. */
function action({ text }: Words, { method, provider = '' }: LoginMethod): string {
  switch (method) {
    case 'oidc':
      return text('logInWith', { provider });
    case 'login_page':
      return text('logInOnPage');
    case 'private_data':
      return text('logInByDetails');
    default:
      return text('logInHere');
  }
}

interface LoginWaysProps {
  readonly view: ConsumerView;
  readonly login: Login;
  /** What the button says, where there is but one way. */
  readonly label?: TextName;
}

/** A button for each way to log in, the preferred one first. */
export function LoginWays({ view, login, label = 'logIn' }: LoginWaysProps) {
  const words = useWords();
  const { methods, loggingIn } = view;
  if (methods.length === 0) return <p class="hint">{words.say('failure.method_not_accepted')}</p>;
  if (login.trouble?.code === 'window_blocked')
    return (
      <>
        <button type="button" class="button main" onClick={() => login.logIn(login.tried, 'page')}>
          {words.say('logInInPlace')}
        </button>
        <button type="button" class="button" onClick={() => login.logIn(login.tried)}>
          {words.say('openWindow')}
        </button>
      </>
    );
  return (
    <>
      {methods.map((method, index) => (
        <button
          key={`${method.method} ${method.provider ?? ''}`}
          type="button"
          class={index === 0 ? 'button main' : 'button'}
          disabled={loggingIn}
          onClick={() => login.logIn(method)}
        >
          {index === 0 && loggingIn
            ? words.say('loggingIn')
            : methods.length === 1
              ? words.say(login.trouble ? 'tryAgain' : label)
              : action(words, method)}
        </button>
      ))}
    </>
  );
}
