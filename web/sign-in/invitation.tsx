import { useState } from 'preact/hooks';
import { client, useCalls } from './calls.ts';
import { Card } from './card.tsx';
import { PasswordField } from './fields.tsx';

interface InvitationProps {
  readonly brand: string;
  readonly invitation: string;
  /** The password is set; it is entered at once. */
  readonly accepted: (loginName: string, password: string) => void;
  readonly signIn: () => void;
}

/** A link to choose a password, of a new account or of one whose password was reset. */
export function Invitation({ brand, invitation, accepted, signIn }: InvitationProps) {
  const [password, setPassword] = useState('');
  const [spent, setSpent] = useState(false);
  const { ask, problem, busy } = useCalls(({ code }) => {
    if (code === 'invitation_refused') setSpent(true);
    return code === 'invitation_refused';
  });

  async function accept() {
    const taken = await ask(client.acceptInvitation({ brand, invitation, password }));
    if (taken) accepted(taken.loginName, password);
  }

  if (spent)
    return (
      <Card title="This link is used up" action="Sign in" submit={signIn}>
        <p role="alert">
          A link to choose a password works once, for 24 hours, and the newest one alone. If you have chosen
          your password, sign in with it. If not, ask your admin for a new link.
        </p>
      </Card>
    );
  return (
    <Card
      title="Choose your password"
      action="Set the password"
      submit={accept}
      problem={problem}
      busy={busy}
    >
      <p>
        For your account at <bdi>{brand}</bdi>. This link works once.
      </p>
      <PasswordField
        id="new-password"
        label="Password"
        autocomplete="new-password"
        hint="At least 8 characters, or 15 where no second factor is asked for. A few unrelated words do well."
        value={password}
        change={setPassword}
        wrong={problem !== undefined}
      />
    </Card>
  );
}
