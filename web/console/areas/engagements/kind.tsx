import { Radios } from '../../../ui/radios.tsx';
import type { Answer } from '../../api.ts';

export type Engagement = Answer<'GET /api/manage/engagements/{engagement}'>;
export type Settings = Omit<Engagement, 'id'>;

export const channelName = { messaging: 'Messaging', live_chat: 'Live chat' } as const;
export const platformName = { web: 'Web pages', app: 'An app' } as const;

interface KindProps {
  readonly value: Pick<Engagement, 'channel' | 'platform'>;
  readonly change: (some: Partial<Pick<Engagement, 'channel' | 'platform'>>) => void;
}

/** What kind of chat it is: what each can do, and what it cannot. */
export const KindFields = ({ value, change }: KindProps) => (
  <div class="columns">
    <Radios
      label="Channel"
      value={value.channel}
      options={[
        [
          'messaging',
          'Messaging',
          'A conversation that goes on: agents can ask for a login in it, and who logs in finds it on every device.',
        ],
        [
          'live_chat',
          'Live chat',
          'For the moment alone: always anonymous, without logins and without a history.',
        ],
      ]}
      change={(channel) => change({ channel })}
    />
    <Radios
      label="Where it is carried"
      value={value.platform}
      options={[
        ['web', 'Web pages', 'The chat on your pages. You name their origins.'],
        ['app', 'An app', 'Your app speaks to the interface itself, and needs no origin.'],
      ]}
      change={(platform) => change({ platform })}
    />
  </div>
);
