import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Dots } from './icons.tsx';
import { useWords } from './words.tsx';

export interface MenuItem {
  readonly key: string;
  readonly label: ComponentChildren;
  readonly act: () => void;
}

/** What one does rarely, behind a button: arrows move, Escape and a click elsewhere close (ARIA practices, menu button). */
export function Menu({ items }: { readonly items: readonly MenuItem[] }) {
  const { text } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    if (isOpen) list.current?.querySelector('button')?.focus();
  }, [isOpen]);

  function close() {
    setIsOpen(false);
    button.current?.focus();
  }

  function move(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      // The chat itself stays open.
      event.stopPropagation();
      close();
      return;
    }
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf((event.target as Element).closest('button') as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons.at(to % buttons.length)?.focus();
  }

  return (
    <div
      class="menu"
      onFocusOut={({ relatedTarget, currentTarget }) => {
        if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) setIsOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        class="plain"
        aria-label={text('menu')}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Dots />
      </button>
      {isOpen && (
        <>
          <div class="beside" onPointerDown={() => setIsOpen(false)} />
          <div class="items" role="menu" ref={list} aria-label={text('menu')} tabIndex={-1} onKeyDown={move}>
            {items.map(({ key, label, act }) => (
              <button
                key={key}
                type="button"
                role="menuitem"
                tabIndex={-1}
                onClick={() => {
                  close();
                  act();
                }}
              >
                {label}
              </button>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
