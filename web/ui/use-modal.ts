import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Opens a dialog in the moment it is drawn, and not a frame later: what is typed at once goes into it. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const opened = box.current;
    opened?.showModal();
    return () => opened?.close();
  }, []);
  return box;
}
