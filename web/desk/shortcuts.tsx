import { useEffect, useRef } from 'preact/hooks';
import { Popup } from './popup.tsx';

/** Every shortcut of the desk. Each is one key, and none works while one writes in a field. */
const shortcuts = [
  ['j', 'Next conversation'],
  ['k', 'Previous conversation'],
  ['a', 'Accept the conversation'],
  ['r', 'Write an answer'],
  ['/', 'Find a canned answer'],
  ['l', 'Ask to log in'],
  ['p', 'Make a protected request'],
  ['t', 'Hand the conversation on'],
  ['e', 'Close the conversation'],
  ['i', 'Show or hide the person'],
  ['Escape', 'Back: out of a field, a panel, or a conversation'],
  ['?', 'Show this list'],
] as const;

export type ShortcutKey = (typeof shortcuts)[number][0];

const running = new Map<string, () => void>();

/** Lets a key do something for as long as a component says so. */
export function useShortcut(key: ShortcutKey, run: (() => void) | undefined): void {
  const latest = useRef(run);
  latest.current = run;
  const on = run !== undefined;
  useEffect(() => {
    if (!on) return;
    const before = running.get(key);
    const mine = () => latest.current?.();
    running.set(key, mine);
    return () => {
      if (running.get(key) !== mine) return;
      if (before) running.set(key, before);
      else running.delete(key);
    };
  }, [key, on]);
}

/** Listens for keys, unless they belong to a field, a dialog, or the browser. */
export function listenForShortcuts(areOn: () => boolean): () => void {
  const listener = (event: KeyboardEvent): void => {
    const { target, key } = event;
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(target instanceof Element) || target.closest('dialog')) return;
    const writing = target.closest('input, textarea, select, [contenteditable]') !== null;
    if (writing ? key !== 'Escape' : key !== 'Escape' && !areOn()) return;
    const run = running.get(key);
    if (!run) return;
    event.preventDefault();
    run();
  };
  addEventListener('keydown', listener);
  return () => removeEventListener('keydown', listener);
}

const shown = (key: string): string => (key === 'Escape' ? 'Esc' : key);

/** The list of shortcuts, over the page. */
export function ShortcutHelp({ close }: { readonly close: () => void }) {
  return (
    <Popup title="Keyboard shortcuts" close={close}>
      <dl class="shortcuts">
        {shortcuts.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{shown(key)}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">
        In the list of conversations the arrow keys move, Enter opens. Enter sends an answer, Shift and Enter
        begins a new line.
      </p>
    </Popup>
  );
}
