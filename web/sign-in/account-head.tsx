import type { SignInSession } from '../client/index.ts';
import { client } from './calls.ts';

const roles = { agent: 'Agent', admin: 'Admin', bot: 'Bot' } as const;

/** Whose account it is, and the way back to work. */
export function AccountHead({ who }: { who: SignInSession | undefined }) {
  const signOut = () => void client.signOut().then(() => location.assign('/sign-in/'));
  return (
    <header class="account-head">
      <div>
        <h1>Your account</h1>
        <p class="hint">
          {who ? (
            <>
              <bdi>{who.name}</bdi>, {roles[who.role].toLowerCase()} at <bdi>{who.brand}</bdi>
            </>
          ) : (
            ' '
          )}
        </p>
      </div>
      <nav class="row" aria-label="Pages">
        <a class="button" href="/desk/">
          Desk
        </a>
        {who?.role === 'admin' && (
          <a class="button" href="/console/">
            Console
          </a>
        )}
        <button type="button" class="button plain" onClick={signOut}>
          Sign out
        </button>
      </nav>
    </header>
  );
}
