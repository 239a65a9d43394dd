import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface DropdownProps {
  readonly label: ComponentChildren;
  /** What the button is called, where its label is a sign alone. */
  readonly name?: string;
  readonly class?: string;
  /** What is shown; `close` closes it. */
  readonly children: (close: () => void) => ComponentChildren;
}

/** A button that shows more under it. Escape, a click elsewhere, or leaving it by Tab closes it. */
export function Dropdown({ label, name, class: look = 'button', children }: DropdownProps) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => setOpen(false);

  useEffect(() => {
    if (!open) return;
    const elsewhere = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) close();
    };
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      close();
      button.current?.focus();
    };
    // Before the page's own shortcuts hear of it.
    addEventListener('keydown', onEscape, { capture: true });
    addEventListener('pointerdown', elsewhere);
    addEventListener('focusin', elsewhere);
    return () => {
      removeEventListener('keydown', onEscape, { capture: true });
      removeEventListener('pointerdown', elsewhere);
      removeEventListener('focusin', elsewhere);
    };
  }, [open]);

  return (
    <div class="dropdown" ref={box}>
      <button
        type="button"
        class={look}
        ref={button}
        aria-expanded={open}
        {...(name === undefined ? {} : { 'aria-label': name })}
        onClick={() => setOpen(!open)}
      >
        {label}
      </button>
      {open && <div class="dropdown-body">{children(close)}</div>}
    </div>
  );
}
