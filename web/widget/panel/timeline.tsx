import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Item, Unsent } from '../../client/index.ts';
import { Down } from './icons.tsx';
import { DayLine, EntryLine, MessageLine, TypingLine, UnsentLine } from './lines.tsx';
import { rowsOf } from './rows.ts';
import { useWords } from './words.tsx';

export interface TimelineProps {
  readonly items: readonly Item[];
  readonly unsent: readonly Unsent[];
  readonly hasEarlier: boolean;
  /** Who is typing. */
  readonly typing: string | undefined;
  /** How far the other side has read. */
  readonly otherRead: number;
  readonly earlier: () => void;
  readonly retry: (key: string) => void;
  readonly discard: (key: string) => void;
}

/** Within this many pixels of the end one is reading along, and stays at the end. */
const nearEnd = 80;
/** So near the beginning, what was before is fetched. */
const nearBeginning = 40;

const isAtEnd = (box: HTMLElement): boolean => box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;

/** The conversation: messages, what happened between them, and what is not sent yet. */
export function Timeline(props: TimelineProps) {
  const { items, unsent, typing, hasEarlier } = props;
  const { text, say } = useWords();
  const log = useRef<HTMLDivElement>(null);
  const place = useRef({ atEnd: true, height: 0, first: 0 });
  const [isAway, setIsAway] = useState(false);
  const first = items[0]?.seq ?? 0;

  useLayoutEffect(() => {
    const box = log.current;
    if (!box) return;
    const { atEnd, height, first: before } = place.current;
    if (before > first) box.scrollTop += box.scrollHeight - height;
    else if (atEnd || unsent.some(({ seq }) => seq === undefined)) box.scrollTop = box.scrollHeight;
    place.current = { atEnd: isAtEnd(box), height: box.scrollHeight, first };
    setIsAway(!place.current.atEnd);
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

  const last = items.findLast(({ kind }) => kind === 'message');
  const readUpTo = last && props.otherRead >= last.seq ? last.seq : undefined;
  return (
    <div class="talk">
      <div
        class="timeline"
        ref={log}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
        tabIndex={0}
        role="log"
        aria-label={text('conversation')}
        onScroll={({ currentTarget: box }) => {
          place.current.atEnd = isAtEnd(box);
          setIsAway(!place.current.atEnd);
          if (hasEarlier && box.scrollTop < nearBeginning && box.scrollHeight > box.clientHeight)
            props.earlier();
        }}
      >
        {hasEarlier && (
          <button type="button" class="link earlier" onClick={props.earlier}>
            {say('earlier')}
          </button>
        )}
        {rowsOf(items).map((row) =>
          row.kind === 'day' ? (
            <DayLine key={row.key} at={row.at} />
          ) : row.kind === 'entry' ? (
            <EntryLine key={row.key} entry={row.item} />
          ) : (
            <MessageLine
              key={row.key}
              message={row.item}
              first={row.first}
              last={row.last}
              read={row.item.seq === readUpTo}
            />
          ),
        )}
        {unsent.map((one) => (
          <UnsentLine key={one.key} unsent={one} retry={props.retry} discard={props.discard} />
        ))}
        {typing !== undefined && <TypingLine name={typing} />}
      </div>
      {isAway && (
        <button
          type="button"
          class="latest"
          aria-label={text('latest')}
          onClick={() => log.current?.scrollTo({ top: log.current.scrollHeight, behavior: 'smooth' })}
        >
          <Down />
        </button>
      )}
    </div>
  );
}
