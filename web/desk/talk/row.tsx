import { Component } from 'preact';
import type { Item, Message } from '../../client/index.ts';
import { Lock, OpenLock } from '../../ui/icons.tsx';
import { entrySentence } from '../sentences.ts';
import { clockTime, dayWords, isSameDay, when } from '../times.ts';

interface RowProps {
  /** Undefined while it is being loaded. */
  readonly item: Item | undefined;
  readonly before: Item | undefined;
  readonly me: string;
  /** The consumer has read it, and nothing was written since. */
  readonly read: boolean;
}

/** One item of a conversation. An item never changes once it is there, so that a row is drawn again for another one alone. */
export class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    const { item, before, read } = this.props;
    return next.item !== item || next.before !== before || next.read !== read;
  }

  override render({ item, before, me, read }: RowProps) {
    if (!item) return <div class="row-item skeleton-row" />;
    const newDay = before === undefined ? item.seq === 1 : !isSameDay(item.at, before.at);
    return (
      <div class="row-item">
        {newDay && <p class="day">{dayWords(item.at)}</p>}
        {item.kind === 'message' && <MessageLine message={item} before={before} me={me} read={read} />}
        {item.kind === 'entry' && <EntryLine item={item} />}
      </div>
    );
  }
}

function EntryLine({ item }: { readonly item: Extract<Item, { kind: 'entry' }> }) {
  const sentence = entrySentence(item);
  if (sentence === undefined) return null;
  const { event } = item.what;
  return (
    <p class={`entry ${event}`}>
      {event === 'stepped_up' && <Lock />}
      {event === 'stepped_down' && <OpenLock />}
      <bdi>{sentence}</bdi>
      <time dateTime={new Date(item.at).toISOString()}>{when(item.at)}</time>
    </p>
  );
}

interface MessageProps extends Omit<RowProps, 'item'> {
  readonly message: Message;
}

/** Within so many milliseconds, messages of one person belong together. */
const togetherMs = 5 * 60_000;

function MessageLine({ message, before, me, read }: MessageProps) {
  const mine = message.from.role !== 'consumer';
  const goesOn =
    before?.kind === 'message' &&
    before.from.role === message.from.role &&
    before.from.id === message.from.id &&
    message.at - before.at < togetherMs;
  return (
    <div class={`message${mine ? ' mine' : ''}${goesOn ? ' goes-on' : ''}`}>
      {!goesOn && message.from.name && message.from.id !== me && (
        <p class="from">
          <bdi>{message.from.name}</bdi>
          {message.from.role === 'bot' && <span class="badge">bot</span>}
        </p>
      )}
      <p class="text" dir="auto">
        {message.text}
      </p>
      <p class="meta">
        <time dateTime={new Date(message.at).toISOString()}>{clockTime(message.at)}</time>
        {!mine && <Mark message={message} />}
        {read && mine && <span>Read</span>}
      </p>
    </div>
  );
}

/** Under which assurance the consumer sent it. */
function Mark({ message }: { readonly message: Message }) {
  const verified = message.assurance.level === 'authenticated';
  return (
    <span class={verified ? 'mark verified' : 'mark'}>
      {verified ? <Lock /> : <OpenLock />}
      {verified ? 'verified' : 'anonymous'}
    </span>
  );
}
