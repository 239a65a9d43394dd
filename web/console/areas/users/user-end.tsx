import { useState } from 'preact/hooks';
import { toast } from '../../../ui/toast.tsx';
import { type Answer, call } from '../../api.ts';
import { asItIs } from '../../as-it-is.ts';
import { Confirm } from '../../confirm.tsx';
import { go } from '../../route.ts';
import { Section } from '../../section.tsx';

interface UserEndProps {
  readonly user: Answer<'GET /api/manage/users/{user}'>;
  /** Where the others are. */
  readonly area?: 'users' | 'bots';
}

/** Deleting a user, for good. */
export function UserEnd({ user, area = 'users' }: UserEndProps) {
  const [asking, setAsking] = useState(false);
  const params = { user: user.id };
  const bot = user.role === 'bot';
  const action = (
    <button type="button" class="button danger" onClick={() => setAsking(true)}>
      Delete {bot ? 'this bot' : 'this user'}
    </button>
  );
  return (
    <Section
      title="Delete"
      lead="For good. To shut somebody out for a while, disable them instead."
      action={action}
    >
      {asking && (
        <Confirm
          title={`Delete ${user.name}?`}
          action="Delete for good"
          typed={user.name}
          typedIs="the name"
          close={() => setAsking(false)}
          act={() =>
            asItIs(call('GET /api/manage/users/{user}', { params }), (version) =>
              call('DELETE /api/manage/users/{user}', { params, version }),
            )
          }
          done={() => {
            toast(`${user.name} was deleted`);
            go(area);
          }}
        >
          <p>
            {bot ? 'Keys stop working' : 'Sessions, links and second factors end'} at once
            {bot ? '.' : ', and the sign-in name is free again.'} In conversations the name stays: it is part
            of what was said.
          </p>
        </Confirm>
      )}
    </Section>
  );
}
