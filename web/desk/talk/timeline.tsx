import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import type { Item } from '../../client/index.ts';
import { Down } from '../icons.tsx';
import { Row } from './row.tsx';
import { Stretch } from './stretch.ts';

/** A conversation of any length: its items have numbers from 1 on, and are loaded where they are looked at. */
export interface Source {
  readonly last: number;
  item(seq: number): Item | undefined;
  want(from: number, to: number): void;
}

interface TimelineProps {
  readonly source: Source;
  readonly label: string;
  /** The agent's own id: whose name need not be told. */
  readonly me: string;
  /** How far the other side has read. */
  readonly otherRead: number;
  /** What stands below the last item: what is not sent yet, who is typing. */
  readonly children?: ComponentChildren;
}

/** Within this many pixels of the end one is reading along, and stays at the end. */
const nearEnd = 8;
/** So many rows are loaded before they come into sight. */
const ahead = 75;

const isAtEnd = (box: HTMLElement): boolean => box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;

/** The conversation, of which only what can be seen and a little more is drawn. */
export function Timeline({ source, label, me, otherRead, children }: TimelineProps) {
  const box = useRef<HTMLDivElement>(null);
  const [stretch] = useReducer(
    (same: Stretch) => same,
    undefined,
    () => new Stretch(),
  );
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const place = useRef({ atEnd: true, seen: 0 });
  const { last } = source;
  stretch.grow(last, place.current.atEnd);
  source.want(Math.max(1, stretch.first - ahead), Math.min(last, stretch.end + ahead));

  useLayoutEffect(() => {
    const it = box.current;
    if (!it) return;
    arrange(it, stretch, place.current.atEnd);
    if (place.current.atEnd) place.current.seen = last;
    if (stretch.cover(viewOf(it))) redraw(undefined);
  });

  useEffect(() => {
    const it = box.current;
    if (!it) return;
    let width = it.clientWidth;
    const observer = new ResizeObserver(() => {
      if (it.clientWidth !== width) stretch.forgetOthers();
      width = it.clientWidth;
      redraw(undefined);
    });
    observer.observe(it);
    return () => observer.disconnect();
  }, [stretch]);

  function scrolled(it: HTMLElement) {
    const { atEnd } = place.current;
    place.current.atEnd = isAtEnd(it);
    // Whoever comes to the top in one go wants the beginning, wherever it was thought to be.
    if (it.scrollTop <= 0 && stretch.first > 1) return toStart();
    if (stretch.cover(viewOf(it)) || atEnd !== place.current.atEnd) redraw(undefined);
  }

  function toStart() {
    place.current.atEnd = false;
    stretch.toStart();
    if (box.current) box.current.scrollTop = 0;
    redraw(undefined);
  }

  function toEnd() {
    place.current.atEnd = true;
    stretch.toEnd();
    redraw(undefined);
    box.current?.focus();
  }

  const unseen = last - place.current.seen;
  return (
    <div class="history">
      <div
        class="timeline"
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
        tabIndex={0}
        role="log"
        // What is drawn while one scrolls is no news: new messages are told elsewhere.
        aria-live="off"
        aria-label={label}
        onKeyDown={(event) => {
          // The browser would scroll there through everything that is between.
          const go = event.target === box.current ? { Home: toStart, End: toEnd }[event.key] : undefined;
          if (!go) return;
          event.preventDefault();
          go();
        }}
        onScroll={(event) => scrolled(event.currentTarget)}
      >
        <div class="space" />
        <div class="rows">{rowsOf(source, stretch, me, otherRead)}</div>
        <div class="space" />
        <div class="tail">{children}</div>
      </div>
      {!place.current.atEnd && (
        <button type="button" class="button small to-end" onClick={toEnd}>
          <Down />
          {unseen > 0 ? `${unseen} new` : 'Latest'}
        </button>
      )}
    </div>
  );
}

const viewOf = ({ scrollTop, clientHeight }: HTMLElement) => ({ scrollTop, height: clientHeight });

function rowsOf(source: Source, { first, end, last }: Stretch, me: string, otherRead: number) {
  const rows = [];
  let before = source.item(first - 1);
  for (let seq = first; seq <= end; seq += 1) {
    const item = source.item(seq);
    const read = seq === last && otherRead >= last;
    rows.push(<Row key={seq} item={item} before={before} me={me} read={read} />);
    before = item;
  }
  return rows;
}

/** Measures what was drawn and sets the empty spaces, so that what one reads stays where it is. */
function arrange(box: HTMLElement, stretch: Stretch, atEnd: boolean): void {
  const [above, rows, below] = [...box.children];
  if (!(above instanceof HTMLElement && rows && below instanceof HTMLElement)) return;
  const { scrollTop } = box;
  const heights = [...rows.children].map((row) => row.getBoundingClientRect().height);
  const by = stretch.measured(heights, scrollTop);
  above.style.setProperty('block-size', `${stretch.top}px`);
  below.style.setProperty('block-size', `${stretch.bottom}px`);
  if (atEnd) box.scrollTop = box.scrollHeight;
  else if (by !== 0) box.scrollTop = scrollTop + by;
}
