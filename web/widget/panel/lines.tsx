import type { Entry, Message, Unsent } from '../../client/index.ts';
import { Avatar } from './avatar.tsx';
import { entryWords } from './entry-words.ts';
import { failureWords } from './failure-words.ts';
import { Lock, OpenLock } from './icons.tsx';
import { useWords } from './words.tsx';

const iso = (at: number): string => new Date(at).toISOString();

export function DayLine({ at }: { at: number }) {
  return <p class="day">{useWords().day(at)}</p>;
}

export function EntryLine({ entry }: { entry: Entry }) {
  const words = useWords();
  const sentence = entryWords(words, entry);
  if (sentence === undefined) return null;
  const { what } = entry;
  return (
    <>
      <p class={`entry ${what.event}`}>
        {what.event === 'stepped_up' && <Lock />}
        <span>{sentence}</span>
      </p>
      {what.event === 'started' && what.away && (
        <p class="away" dir="auto">
          {what.away}
        </p>
      )}
    </>
  );
}

interface MessageProps {
  readonly message: Message;
  readonly first: boolean;
  readonly last: boolean;
  /** The other side has read it, and nothing was written since. */
  readonly read: boolean;
}

export function MessageLine({ message, first, last, read }: MessageProps) {
  const { say, time, text } = useWords();
  const mine = message.from.role === 'consumer';
  const name = message.from.name;
  return (
    <div class={`message${mine ? ' mine' : ''}${first ? ' first' : ''}${last ? ' last' : ''}`}>
      {!mine && last && <Avatar name={name} />}
      {first ? (
        <p class={mine ? 'unseen' : 'from'}>
          <bdi>{mine ? text('you') : (name ?? text('theAgent'))}</bdi>
        </p>
      ) : null}
      <p class="text" dir="auto">
        {message.text}
      </p>
      {last && (
        <p class="meta">
          <time dateTime={iso(message.at)}>{time(message.at)}</time>
          {mine && <Mark message={message} />}
          {read && mine && <span>{say('read')}</span>}
        </p>
      )}
    </div>
  );
}

/** Under which assurance it was sent. */
function Mark({ message }: { message: Message }) {
  const { say } = useWords();
  const verified = message.assurance.level === 'authenticated';
  return (
    <span class={verified ? 'mark verified' : 'mark'}>
      {verified ? <Lock /> : <OpenLock />}
      {say(verified ? 'asLoggedIn' : 'asAnonymous')}
    </span>
  );
}

interface UnsentProps {
  readonly unsent: Unsent;
  readonly retry: (key: string) => void;
  readonly discard: (key: string) => void;
}

export function UnsentLine({ unsent, retry, discard }: UnsentProps) {
  const words = useWords();
  const { say } = words;
  return (
    <div class="message mine unsent first last">
      <p class="text" dir="auto">
        {unsent.text}
      </p>
      {unsent.failure ? (
        <p class="meta failed">
          <span>
            {say('notSent')} {failureWords(words, unsent.failure)}
          </span>
          <button type="button" class="link" onClick={() => retry(unsent.key)}>
            {say('tryAgain')}
          </button>
          <button type="button" class="link" onClick={() => discard(unsent.key)}>
            {say('delete')}
          </button>
        </p>
      ) : (
        <p class="meta">{say(unsent.seq === undefined ? 'sending' : 'sent')}</p>
      )}
    </div>
  );
}

/** Three dots for those who see them, the sentence for those who do not. */
export function TypingLine({ name }: { name: string }) {
  const { say } = useWords();
  return (
    <p class="typing">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span class="who">{say('typing', { name })}</span>
    </p>
  );
}
