import { useState } from 'preact/hooks';
import type { AgentClient } from '../../client/index.ts';
import { Choice } from '../../ui/field.tsx';
import type { Preferences } from './preferences.ts';
import { chime } from './sound.ts';

interface SettingsProps {
  readonly client: AgentClient;
  readonly preferences: Preferences;
  readonly change: (some: Partial<Preferences>) => void;
}

/** How one is told of things on this browser. */
export function NoticeSettings({ client, preferences, change }: SettingsProps) {
  const [refused, setRefused] = useState(false);
  const { stepUpNotification = true } = client.desk.settings ?? {};

  async function browser(on: boolean) {
    const allowed = on
      ? 'Notification' in globalThis && (await Notification.requestPermission()) === 'granted'
      : true;
    setRefused(!allowed);
    change({ browser: on && allowed });
  }

  return (
    <div class="notice-settings">
      <h2>Tell me about new messages, conversations and logins</h2>
      <Choice
        look="switch"
        label="In passing, on this page"
        checked={preferences.toasts}
        change={(toasts) => change({ toasts })}
      />
      <Choice
        look="switch"
        label="As a number in the page’s title"
        checked={preferences.title}
        change={(title) => change({ title })}
      />
      <Choice
        look="switch"
        label="With a sound"
        checked={preferences.sound}
        change={(sound) => {
          if (sound) void chime();
          change({ sound });
        }}
      />
      <Choice
        look="switch"
        label="By the browser, while I look elsewhere"
        checked={preferences.browser}
        change={(on) => void browser(on)}
        {...(refused
          ? { hint: 'The browser does not allow it. Allow notifications of this page there first.' }
          : {})}
      />
      <p class="hint">
        {stepUpNotification
          ? 'Logins are told because your brand’s account says so.'
          : 'Logins are not told: an admin has turned that off for your brand.'}
      </p>
      <hr />
      <Choice
        look="switch"
        label="Shortcuts of one key"
        checked={preferences.keys}
        change={(keys) => change({ keys })}
      />
    </div>
  );
}
