import { isOpen } from '../../client/index.ts';
import { toast } from '../../ui/toast.tsx';
import { Dropdown } from '../dropdown.tsx';
import { Clock, More } from '../icons.tsx';
import { when } from '../times.ts';
import type { Asking } from './dialogs.tsx';
import { takeTranscript } from './transcript.ts';
import type { Doing } from './use-conversation.ts';

interface ActionsProps {
  readonly id: string;
  readonly doing: Doing;
  readonly ask: (what: Asking) => void;
}

/** The buttons of a conversation. */
export function Actions({ id, doing, ask }: ActionsProps) {
  const { head, mine, mayHandOn, busy } = doing;
  return (
    <div class="actions">
      {mine && (
        <>
          <button type="button" class="button small" onClick={() => ask('login')}>
            {isOpen(head?.challenge) ? 'Ask again to log in' : 'Ask to log in'}
          </button>
          <button type="button" class="button small" onClick={() => ask('request')}>
            Protected request
          </button>
        </>
      )}
      {mayHandOn && (
        <button type="button" class="button small" onClick={() => ask('hand-on')}>
          Hand on
        </button>
      )}
      {mine && (
        <button type="button" class="button small" disabled={busy} onClick={doing.close}>
          Close
        </button>
      )}
      <Dropdown class="button small icon-only" name="More" label={<More />}>
        {(done) => (
          <div class="menu">
            {mayHandOn && (
              <button
                type="button"
                onClick={() => {
                  done();
                  doing.release();
                }}
              >
                Give it back to those who wait
              </button>
            )}
            <button
              type="button"
              onClick={() => {
                done();
                void saveTranscript(id);
              }}
            >
              Save the transcript
            </button>
          </div>
        )}
      </Dropdown>
    </div>
  );
}

async function saveTranscript(id: string): Promise<void> {
  const taken = await takeTranscript(id);
  toast(taken ? 'The transcript is saved.' : 'The transcript could not be read. Try again.');
}

/** That the consumer was asked to log in, what for, and the way to take it back. */
export function WaitingLogin({ doing }: { readonly doing: Doing }) {
  const challenge = doing.head?.challenge;
  if (!isOpen(challenge)) return null;
  const { id, state, acr, expiresAt } = challenge;
  return (
    <p class="waiting-login">
      <Clock />
      <span>
        {state === 'started' ? 'The consumer is at the login' : 'Asked to log in'}
        {acr !== undefined && `, at level ${acr}`}
        {expiresAt !== undefined && `, until ${when(expiresAt)}`}
      </span>
      {doing.mine && (
        <button type="button" class="link" disabled={doing.busy} onClick={() => doing.withdraw(id)}>
          Take it back
        </button>
      )}
    </p>
  );
}
