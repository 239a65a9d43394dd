import { Radios } from '../../../ui/radios.tsx';
import type { Answer } from '../../api.ts';

type Rule = Answer<'GET /api/manage/authentication'>['openConversation'];

/** What a person does who logs in and has another conversation open. */
export const OpenConversation = ({
  value,
  change,
}: {
  readonly value: Rule;
  readonly change: (value: Rule) => void;
}) => (
  <Radios
    label="Then"
    value={value}
    options={[
      ['keep_both', 'Both stay open', 'Nothing is moved. The agents see each from the other.'],
      [
        'continue_existing',
        'The earlier one goes on',
        'The chat turns to the conversation that was open, and the new one is closed with a word on where it went on.',
      ],
      [
        'keep_this',
        'This one goes on',
        'The earlier conversation is closed with a word on where it went on, and its agent is told.',
      ],
    ]}
    change={change}
  />
);
