import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Cross } from '../ui/icons.tsx';
import { useModal } from '../ui/use-modal.ts';

interface PopupProps {
  readonly title: string;
  readonly close: () => void;
  readonly children: ComponentChildren;
}

/** Something to read over the page. Escape closes it, and the focus goes back to where it was. */
export function Popup({ title, close, children }: PopupProps) {
  const box = useModal();
  const heading = useId();
  return (
    <dialog
      ref={box}
      class="dialog popup"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <div class="popup-body">
        <div class="row apart">
          <h2 id={heading}>{title}</h2>
          <button type="button" class="button plain icon-only" aria-label="Close this" onClick={close}>
            <Cross />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
