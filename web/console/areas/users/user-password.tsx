import { useState } from 'preact/hooks';
import { type Answer, call } from '../../api.ts';
import { Confirm } from '../../confirm.tsx';
import { Section } from '../../section.tsx';
import { LinkShown } from './link-shown.tsx';

type Made = Answer<'POST /api/manage/users/{user}/invitation'>;

interface UserPasswordProps {
  readonly user: Answer<'GET /api/manage/users/{user}'>;
  readonly changed: () => unknown;
}

/** A new password, by a link that works once. */
export function UserPassword({ user, changed }: UserPasswordProps) {
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState<Made>();
  const action = (
    <button type="button" class="button" onClick={() => setAsking(true)}>
      New password link
    </button>
  );
  return (
    <Section
      title="Password"
      lead={
        user.invited
          ? 'A link to choose a password is open. A new one makes it worthless.'
          : 'For one who has forgotten it, or never used the invitation. Second factors stay as they are.'
      }
      action={action}
    >
      {asking && (
        <Confirm
          title={`Make a link for ${user.name}?`}
          action="Make the link"
          harmless
          close={() => setAsking(false)}
          act={() => call('POST /api/manage/users/{user}/invitation', { params: { user: user.id } })}
          done={(invitation) => {
            setAsking(false);
            setMade(invitation);
          }}
        >
          <p>
            Whoever opens the link chooses a new password, which ends all sessions. Until then the present
            password works. A link that was made before is good no more.
          </p>
        </Confirm>
      )}
      {made && (
        <LinkShown
          title={`A new password for ${user.name}`}
          invitation={made}
          close={() => {
            setMade(undefined);
            changed();
          }}
        />
      )}
    </Section>
  );
}
