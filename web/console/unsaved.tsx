import { useEffect, useState } from 'preact/hooks';
import { Dialog } from '../ui/dialog.tsx';
import { beforeLeaving } from './route.ts';

/** While this is there, nobody leaves the place without being asked. */
export function Unsaved() {
  const [leave, setLeave] = useState<() => void>();

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    const free = beforeLeaving((goOn) => setLeave(() => goOn));
    return () => {
      removeEventListener('beforeunload', warn);
      free();
    };
  }, []);

  if (!leave) return null;
  return (
    <Dialog
      title="Leave without saving?"
      action="Leave"
      danger
      close={() => setLeave(undefined)}
      submit={() => {
        // What comes may be shown by the same form: the question must not stay with it.
        setLeave(undefined);
        leave();
      }}
    >
      <p>What you have changed here is not saved yet, and would be lost.</p>
    </Dialog>
  );
}
