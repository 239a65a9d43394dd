import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { AgentClient, InboxLine } from '../../client/index.ts';
import { useNow } from '../use-now.ts';
import { Line } from './line.tsx';

interface ListProps {
  readonly client: AgentClient;
  readonly me: string;
  readonly lines: readonly InboxLine[];
  readonly selected: string | undefined;
  readonly select: (id: string) => void;
  /** The end of what is loaded is near. */
  readonly nearEnd: () => void;
}

/** Lines are all of one height, which the style sheet has too. */
const lineHeight = 68;
/** So many lines are drawn beyond what can be seen. */
const beyond = 8;

/** Conversations, of which only those in sight are drawn. The arrow keys move; Tab goes on to what comes after the list. */
export function InboxList({ client, me, lines, selected, select, nearEnd }: ListProps) {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [range, setRange] = useState({ from: 0, to: 20 });
  const [focused, setFocused] = useState<string>();
  const takeFocus = useRef(false);
  const now = useNow(true, 15_000);
  const to = Math.min(lines.length, range.to);
  const from = Math.min(range.from, Math.max(0, to - 1));
  const drawn = lines.slice(from, to);
  const wanted = focused ?? selected;
  // One line can be reached by Tab: the one that had the focus, else the open one, else the first that is drawn.
  const reachable = drawn.some(({ id }) => id === wanted) ? wanted : drawn[0]?.id;

  function look() {
    const it = box.current;
    if (!it) return;
    const first = Math.max(0, Math.floor(it.scrollTop / lineHeight) - beyond);
    const end = Math.ceil((it.scrollTop + it.clientHeight) / lineHeight) + beyond;
    if (first !== range.from || end !== range.to) setRange({ from: first, to: end });
    if (end >= lines.length) nearEnd();
  }

  useLayoutEffect(() => {
    const it = list.current;
    it?.style.setProperty('block-size', `${lines.length * lineHeight}px`);
    it?.style.setProperty('padding-block-start', `${from * lineHeight}px`);
    if (!takeFocus.current) return;
    takeFocus.current = false;
    it?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });
  useLayoutEffect(look, [lines.length]);
  useEffect(() => {
    const it = box.current;
    if (!it) return;
    const observer = new ResizeObserver(look);
    observer.observe(it);
    return () => observer.disconnect();
  });

  // Whatever opens a conversation, its line is in sight.
  const at = lines.findIndex(({ id }) => id === selected);
  useEffect(() => {
    if (at >= 0) show(at);
  }, [selected]);

  function show(index: number) {
    const it = box.current;
    if (!it) return;
    const top = index * lineHeight;
    if (top < it.scrollTop) it.scrollTop = top;
    else if (top + lineHeight > it.scrollTop + it.clientHeight)
      it.scrollTop = top + lineHeight - it.clientHeight;
  }

  function move(event: KeyboardEvent) {
    const here = lines.findIndex(({ id }) => id === reachable);
    const target = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const next = lines[target];
    if (!next) return;
    show(target);
    setFocused(next.id);
    takeFocus.current = true;
    look();
  }

  return (
    <div class="lines" ref={box} onScroll={look}>
      <ul ref={list} onKeyDown={move}>
        {drawn.map((line, index) => (
          <li key={line.id} aria-setsize={lines.length} aria-posinset={from + index + 1}>
            <Line
              client={client}
              me={me}
              line={line}
              now={now}
              isOpen={line.id === selected}
              isReachable={line.id === reachable}
              focus={() => setFocused(line.id)}
              select={() => select(line.id)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
