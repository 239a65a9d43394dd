import type { OwnSessions } from '../client/index.ts';
import { deviceName, inFull } from './device.ts';

interface SessionListProps {
  readonly sessions: OwnSessions['sessions'];
  readonly end: (id: string) => void;
  readonly endOthers: () => void;
}

/** Where one is signed in; what is not known is ended here. */
export function SessionList({ sessions, end, endOthers }: SessionListProps) {
  return (
    <section class="card" aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      <ul class="things">
        {sessions.map(({ id, device, createdAt, lastUsedAt, current }) => (
          <li key={id}>
            <span class="thing">
              <b>
                <bdi>{deviceName(device)}</bdi> {current && <span class="badge good">This browser</span>}
              </b>
              <small>
                since {inFull(createdAt)}, last used {inFull(lastUsedAt)}
              </small>
            </span>
            {!current && (
              <button type="button" class="button small" onClick={() => end(id)}>
                End<span class="visually-hidden"> the session of {deviceName(device)}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <div class="row">
          <button type="button" class="button danger" onClick={endOthers}>
            End all others
          </button>
        </div>
      )}
    </section>
  );
}
