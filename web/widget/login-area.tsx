import type { ConsumerClient, ConsumerView, Outcome } from '../client/index.ts';
import { LoginCard } from './login-card.tsx';
import { LoginElsewhere } from './login-elsewhere.tsx';
import { LoginFirst } from './login-first.tsx';
import { TakeUp } from './take-up.tsx';

interface LoginAreaProps {
  readonly client: ConsumerClient;
  readonly view: ConsumerView;
  readonly run: (act: Promise<Outcome<unknown>>) => void;
}

/** The one thing about logging in that there is to do now, if any. */
export function LoginArea({ client, view, run }: LoginAreaProps) {
  const { login, challenge, held, mayTakeUp } = view;
  const common = { client, view, run };
  if (view.conversation?.state === 'closed') return null;
  if (login?.elsewhere) return <LoginElsewhere {...common} login={login} />;
  if (challenge) return <LoginCard {...common} challenge={challenge} />;
  if (held) return <LoginFirst {...common} />;
  return mayTakeUp ? <TakeUp {...common} /> : null;
}
