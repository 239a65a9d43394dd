import type { LoginMethod } from '../client/index.ts';
import { methodAction } from '../ui/login-words.ts';

interface LoginWaysProps {
  /** The preferred one first. */
  readonly methods: readonly LoginMethod[];
  readonly busy: boolean;
  /** What the first button says, where there is but one way. */
  readonly label: string;
  readonly choose: (method: LoginMethod) => void;
}

/** A button for each way to log in. */
export function LoginWays({ methods, busy, label, choose }: LoginWaysProps) {
  if (methods.length === 0) return <p class="hint">On this page you cannot log in to the chat.</p>;
  return methods.map((method, index) => (
    <button
      key={`${method.method} ${method.provider ?? ''}`}
      type="button"
      class={index === 0 ? 'button main' : 'button'}
      disabled={busy}
      onClick={() => choose(method)}
    >
      {index === 0 && busy ? 'Logging in …' : methods.length === 1 ? label : methodAction(method)}
    </button>
  ));
}
