import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useModal } from './use-modal.ts';

interface DialogProps {
  readonly title: string;
  readonly close: () => void;
  readonly submit: () => void;
  /** What the button says that does it. */
  readonly action: string;
  /** It cannot be undone, or takes something from somebody. */
  readonly danger?: boolean;
  readonly busy?: boolean;
  /** The button stays off until what is asked for is there. */
  readonly ready?: boolean;
  readonly problem?: string | undefined;
  readonly wide?: boolean;
  /** There is nothing to call off: what was to be done is done. */
  readonly sole?: boolean;
  readonly children?: ComponentChildren;
}

/** A question that must be answered first. The browser keeps the focus inside, gives it back, and closes on Escape. */
export function Dialog(props: DialogProps) {
  const {
    title,
    close,
    submit,
    action,
    danger = false,
    busy = false,
    ready = true,
    problem,
    wide,
    sole,
  } = props;
  const box = useModal();
  const heading = useId();

  return (
    <dialog
      ref={box}
      class={wide ? 'dialog wide' : 'dialog'}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      // A second Escape would close it behind our back, whatever becomes of the first.
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        close();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) submit();
        }}
      >
        <h2 id={heading}>{title}</h2>
        {problem && (
          <p class="notice" role="alert">
            {problem}
          </p>
        )}
        {props.children}
        <div class="row end">
          {!sole && (
            <button type="button" class="button" onClick={close}>
              Cancel
            </button>
          )}
          <button
            type="submit"
            class={danger ? 'button danger main' : 'button main'}
            disabled={!ready || busy}
          >
            {busy ? 'One moment …' : action}
          </button>
        </div>
      </form>
    </dialog>
  );
}
