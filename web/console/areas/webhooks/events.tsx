import { Choice } from '../../../ui/field.tsx';
import type { Answer } from '../../api.ts';
import { Checks } from '../../checks.tsx';

export type EventName = Answer<'GET /api/manage/webhooks/{webhook}'>['events'][number];

/** What each event tells. The test event goes to whoever is tested. */
const words: Readonly<Record<Exclude<EventName, 'webhook.test'>, string>> = {
  'conversation.started': 'A conversation begins',
  'conversation.accepted': 'An agent takes it',
  'conversation.transferred': 'It is handed on',
  'conversation.released': 'It is given back',
  'conversation.closed': 'It is closed',
  'conversation.left': 'Its consumer has left',
  'conversation.continued': 'It goes on in another one',
  'challenge.requested': 'A login is asked for',
  'challenge.declined': 'The consumer says “not now”',
  'challenge.failed': 'The login fails',
  'challenge.expired': 'The request expires',
  stepped_up: 'The consumer is verified',
  resumed: 'The verified person goes on elsewhere',
  stepped_down: 'The verified period ends',
  'request.released': 'A protected request goes ahead',
  'request.ended': 'A protected request is called off',
  'request.answered': 'A protected request is answered',
  'user.invited': 'A user is invited',
  'user.password_reset': 'A new password link is made',
  'user.factors_reset': "A user's MFA is reset",
};

const options = Object.entries(words).map(([name, text]) => [name as EventName, text, name] as const);

interface EventsProps {
  readonly chosen: readonly EventName[];
  readonly change: (events: EventName[]) => void;
  readonly wrong?: string | undefined;
}

/** Which events; an empty list is all of them, also those that come with a later version. */
export const Events = ({ chosen, change, wrong }: EventsProps) => (
  <>
    <Choice
      look="switch"
      label="All events"
      hint="Also those that a later version brings."
      checked={chosen.length === 0}
      change={(all) => change(all ? [] : ['conversation.started'])}
    />
    {chosen.length > 0 && (
      <Checks
        label="Events"
        options={options}
        chosen={chosen}
        change={(events) => change([...events])}
        wrong={wrong}
      />
    )}
  </>
);
