import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Item, Message, Unsent } from '../client/index.ts';
import { Lock, OpenLock } from './icons.tsx';
import { entrySentence, failureSentence, type Reader, when } from './sentences.ts';

export interface TimelineProps {
  readonly reader: Reader;
  readonly items: readonly Item[];
  readonly unsent: readonly Unsent[];
  readonly hasEarlier: boolean;
  readonly typing: string | undefined;
  /** How far the other side has read. */
  readonly otherRead: number;
  readonly earlier: () => void;
  readonly retry: (key: string) => void;
  readonly discard: (key: string) => void;
}

/** Within this many pixels of the end one is reading along, and stays at the end. */
const nearEnd = 120;

/** The conversation: messages with their marks, what happened between them, and what is not sent yet. */
export function Timeline(props: TimelineProps) {
  const { reader, items, unsent, typing } = props;
  const log = useRef<HTMLDivElement>(null);
  const place = useRef({ atEnd: true, height: 0, first: 0 });
  const first = items[0]?.seq ?? 0;

  useLayoutEffect(() => {
    const box = log.current;
    if (!box) return;
    const { atEnd, height, first: before } = place.current;
    if (before > first) box.scrollTop += box.scrollHeight - height;
    else if (atEnd || unsent.length > 0) box.scrollTop = box.scrollHeight;
    place.current = { atEnd: isAtEnd(box), height: box.scrollHeight, first };
  }, [items, unsent, typing, first]);

  // The box shrinks when a request to log in or a keyboard appears: what one read last stays in sight.
  useEffect(() => {
    const box = log.current;
    if (!box) return;
    const observer = new ResizeObserver(() => {
      if (place.current.atEnd) box.scrollTop = box.scrollHeight;
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  const last = items.findLast((item) => item.kind === 'message');
  const isRead = (item: Item): boolean =>
    item === last && isMine(last, reader) && props.otherRead >= last.seq;
  return (
    <div
      class="timeline"
      ref={log}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
      tabIndex={0}
      role="log"
      aria-live="polite"
      aria-label="Conversation"
      onScroll={(event) => {
        place.current.atEnd = isAtEnd(event.currentTarget);
      }}
    >
      {props.hasEarlier && (
        <button type="button" class="earlier" onClick={props.earlier}>
          Show earlier messages
        </button>
      )}
      {items.map((item) => (
        <Line key={item.seq} item={item} reader={reader} read={isRead(item)} />
      ))}
      {unsent.map((one) => (
        <UnsentLine key={one.key} unsent={one} retry={props.retry} discard={props.discard} />
      ))}
      {typing !== undefined && <p class="typing">{typing} is typing …</p>}
    </div>
  );
}

const isAtEnd = (box: HTMLElement): boolean => box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;

const isMine = (message: Message, reader: Reader): boolean =>
  reader === 'consumer' ? message.from.role === 'consumer' : message.from.role !== 'consumer';

interface LineProps {
  readonly item: Item;
  readonly reader: Reader;
  /** The other side has read it, and nothing was written since. */
  readonly read: boolean;
}

function Line({ item, reader, read }: LineProps) {
  if (item.kind === 'tombstone') return null;
  if (item.kind === 'entry') {
    const sentence = entrySentence(item, reader);
    if (sentence === undefined) return null;
    return (
      <p class={`entry ${item.what.event}`}>
        {item.what.event === 'stepped_up' && <Lock />}
        <span>{sentence}</span>
        <time dateTime={new Date(item.at).toISOString()}>{when(item.at)}</time>
      </p>
    );
  }
  const mine = isMine(item, reader);
  return (
    <div class={mine ? 'message mine' : 'message'}>
      {!mine && item.from.name && <p class="from">{item.from.name}</p>}
      <p class="text">{item.text}</p>
      <p class="meta">
        <time dateTime={new Date(item.at).toISOString()}>{when(item.at)}</time>
        {item.from.role === 'consumer' && <Mark message={item} reader={reader} />}
        {read && <span>Read</span>}
      </p>
    </div>
  );
}

/** Under which assurance the consumer sent it. */
function Mark({ message, reader }: { message: Message; reader: Reader }) {
  const verified = message.assurance.level === 'authenticated';
  const word = verified ? (reader === 'consumer' ? 'logged in' : 'verified') : 'anonymous';
  return (
    <span class={verified ? 'mark verified' : 'mark'}>
      {verified ? <Lock /> : <OpenLock />}
      {word}
    </span>
  );
}

interface UnsentProps {
  readonly unsent: Unsent;
  readonly retry: (key: string) => void;
  readonly discard: (key: string) => void;
}

function UnsentLine({ unsent, retry, discard }: UnsentProps) {
  return (
    <div class="message mine unsent">
      <p class="text">{unsent.text}</p>
      {unsent.failure ? (
        <p class="meta failed">
          <span>Not sent. {failureSentence(unsent.failure)}</span>
          <button type="button" onClick={() => retry(unsent.key)}>
            Try again
          </button>
          <button type="button" onClick={() => discard(unsent.key)}>
            Delete
          </button>
        </p>
      ) : (
        <p class="meta">{unsent.seq === undefined ? 'Sending …' : 'Sent'}</p>
      )}
    </div>
  );
}
