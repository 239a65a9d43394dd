import { useState } from 'preact/hooks';
import { call } from '../../api.ts';
import { Confirm } from '../../confirm.tsx';
import { go, to } from '../../route.ts';
import { Section } from '../../section.tsx';

interface EraseProps {
  readonly id: string;
  /** Who has logged in here. */
  readonly person: { readonly identity: string; readonly name: string | undefined } | undefined;
}

/** Erasing a conversation, or a person wherever they were. It cannot be undone, and leaves a receipt. */
export function Erase({ id, person }: EraseProps) {
  const [asking, setAsking] = useState<'conversation' | 'person'>();
  const close = () => setAsking(undefined);
  return (
    <Section
      title="Erase"
      lead={
        <>
          What was written, by whom, and what the log says of it. You get a receipt that tells what is left
          and why; all of them are under <a href={to('erasures')}>Erasures</a>.
        </>
      }
    >
      <div class="row">
        {person && (
          <button type="button" class="button danger" onClick={() => setAsking('person')}>
            Erase this person everywhere
          </button>
        )}
        <button type="button" class="button danger" onClick={() => setAsking('conversation')}>
          Erase this conversation
        </button>
      </div>
      {asking === 'conversation' && (
        <Confirm
          title="Erase this conversation?"
          action="Erase it"
          typed={person?.name ?? 'erase'}
          typedIs={person?.name === undefined ? 'the word “erase”' : 'the name of the person'}
          close={close}
          act={() => call('POST /api/manage/erasures', { body: { conversation: id } })}
          done={(receipt) => go('erasures', receipt.id)}
        >
          <p>
            Everything that was said in it is gone, for you and for the consumer.{' '}
            {person && 'Other conversations of this person stay. '}It cannot be undone.
          </p>
        </Confirm>
      )}
      {asking === 'person' && person && (
        <Confirm
          title={`Erase ${person.name ?? 'this person'} everywhere?`}
          action="Erase for good"
          typed={person.name ?? 'erase'}
          typedIs={person.name === undefined ? 'the word “erase”' : 'the name of the person'}
          close={close}
          act={() => call('POST /api/manage/erasures', { body: { identity: person.identity } })}
          done={(receipt) => go('erasures', receipt.id)}
        >
          <p>
            All conversations in which <bdi>{person.name ?? 'this person'}</bdi> was ever verified are erased,
            with what the log says of them. Customer records that you have loaded stay with you: delete them
            by yourselves. It cannot be undone.
          </p>
        </Confirm>
      )}
    </Section>
  );
}
