import { useState } from 'preact/hooks';
import type { AgentClient, SignInSession } from '../client/index.ts';
import { Choice } from '../ui/field.tsx';
import { toast } from '../ui/toast.tsx';
import { Dropdown } from './dropdown.tsx';
import { Bell, Keys } from './icons.tsx';
import type { Preferences } from './notify/preferences.ts';
import { NoticeSettings } from './notify/settings.tsx';
import { failureSentence } from './sentences.ts';

interface BarProps {
  readonly client: AgentClient;
  readonly me: SignInSession | undefined;
  readonly preferences: Preferences;
  readonly change: (some: Partial<Preferences>) => void;
  readonly help: () => void;
  readonly signOut: () => void;
}

const statusWords = {
  idle: 'Not connected',
  connecting: 'Connecting …',
  open: 'Connected',
  waiting: 'No connection',
} as const;

/** Where one is, whether one is there for others, and the way to everything else. */
export function Bar({ client, me, preferences, change, help, signOut }: BarProps) {
  const [busy, setBusy] = useState(false);
  const { settings } = client.desk;

  async function away(on: boolean) {
    setBusy(true);
    const said = await client.away(on);
    setBusy(false);
    if (!said.ok) toast(failureSentence(said.failure));
  }

  return (
    <header class="bar">
      <strong class="product">Doorstep</strong>
      <bdi class="brand">{settings?.brandName ?? me?.brand}</bdi>
      <span class={`status ${client.status}`} role="status">
        {statusWords[client.status]}
      </span>
      <div class="bar-end">
        {settings && (
          <Choice
            look="switch"
            label={settings.away ? 'Away' : 'Available'}
            checked={!settings.away}
            disabled={busy || client.status !== 'open'}
            change={(on) => void away(!on)}
          />
        )}
        <button
          type="button"
          class="button plain icon-only keys"
          aria-label="Keyboard shortcuts"
          onClick={help}
        >
          <Keys />
        </button>
        <Dropdown class="button plain icon-only" name="Notifications" label={<Bell />}>
          {() => <NoticeSettings client={client} preferences={preferences} change={change} />}
        </Dropdown>
        <Dropdown class="button plain me" label={<bdi>{me?.name ?? '…'}</bdi>}>
          {() => (
            <div class="menu">
              <a href="/sign-in/#account">My account</a>
              {me?.role === 'admin' && <a href="/console/">Console</a>}
              <button type="button" onClick={signOut}>
                Sign out
              </button>
            </div>
          )}
        </Dropdown>
      </div>
    </header>
  );
}
