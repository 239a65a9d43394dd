import { useEffect, useState } from 'preact/hooks';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly undo?: { readonly action: string; readonly run: () => void };
}

const shownMs = 6_000;
let next = 1;
let show: (toast: Toast) => void = () => {};

/** Says that something is done, in passing. What needs an answer, or went wrong, belongs where it happened instead. */
export function toast(text: string, undo?: Toast['undo']): void {
  show({ id: next++, text, ...(undo ? { undo } : {}) });
}

/** Where passing words appear; a page has one. Screen readers are told without losing their place. */
export function Toasts() {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const leave = (id: number) => setToasts((shown) => shown.filter((one) => one.id !== id));

  useEffect(() => {
    show = (one) => {
      setToasts((shown) => [...shown.slice(-2), one]);
      setTimeout(() => leave(one.id), shownMs);
    };
  }, []);

  return (
    <div class="toasts" role="status">
      {toasts.map(({ id, text, undo }) => (
        <div key={id} class="toast">
          <span>{text}</span>
          {undo && (
            <button
              type="button"
              onClick={() => {
                leave(id);
                undo.run();
              }}
            >
              {undo.action}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
