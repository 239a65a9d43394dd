import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Cross, Down, Up } from '../ui/icons.tsx';

interface OrderedProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly change: (items: T[]) => void;
  /** What one is called, which also tells it from the others. */
  readonly name: (item: T) => string;
  readonly show?: (item: T) => ComponentChildren;
  readonly none?: ComponentChildren;
  /** The last one has to stay. */
  readonly needed?: boolean;
}

/** A list whose order says something: each can be moved up and down, and taken out. What happened is said aloud. */
export function Ordered<T>({ label, items, change, name, show, none, needed = false }: OrderedProps<T>) {
  const [said, setSaid] = useState('');
  const box = useRef<HTMLOListElement>(null);

  function move(from: number, by: -1 | 1) {
    const item = items[from];
    if (item === undefined) return;
    const to = from + by;
    const rest = items.filter((_, at) => at !== from);
    change([...rest.slice(0, to), item, ...rest.slice(to)]);
    setSaid(`${name(item)} is now number ${to + 1} of ${items.length}.`);
  }

  function remove(from: number) {
    const item = items[from];
    if (item === undefined) return;
    change(items.filter((_, at) => at !== from));
    setSaid(`${name(item)} was taken out.`);
    // The button that had the focus is gone; the list keeps it.
    box.current?.focus();
  }

  return (
    <div class="ordered">
      <ol ref={box} aria-label={label} tabIndex={-1}>
        {items.map((item, at) => (
          <li key={name(item)}>
            <span class="grow">{show ? show(item) : <bdi>{name(item)}</bdi>}</span>
            <MoveButton words={`Move ${name(item)} up`} off={at === 0} act={() => move(at, -1)}>
              <Up />
            </MoveButton>
            <MoveButton
              words={`Move ${name(item)} down`}
              off={at === items.length - 1}
              act={() => move(at, 1)}
            >
              <Down />
            </MoveButton>
            <MoveButton
              words={`Take out ${name(item)}`}
              off={needed && items.length === 1}
              act={() => remove(at)}
            >
              <Cross />
            </MoveButton>
          </li>
        ))}
      </ol>
      {items.length === 0 && <p class="hint">{none}</p>}
      <span class="visually-hidden" role="status">
        {said}
      </span>
    </div>
  );
}

interface MoveButtonProps {
  readonly words: string;
  readonly off: boolean;
  readonly act: () => void;
  readonly children: ComponentChildren;
}

/** Stays in reach when it can do nothing: who moves something to the end must not lose the place. */
const MoveButton = ({ words, off, act, children }: MoveButtonProps) => (
  <button
    type="button"
    class="button plain icon-only"
    aria-label={words}
    title={words}
    aria-disabled={off}
    onClick={() => off || act()}
  >
    {children}
  </button>
);
