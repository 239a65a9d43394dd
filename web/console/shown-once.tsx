import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Choice } from '../ui/field.tsx';

interface ShownOnceProps {
  readonly title: string;
  /** What it is: “Link”, “Key”. */
  readonly label: string;
  readonly secret: string;
  readonly close: () => void;
  /** What it is for, and how long it is good. */
  readonly children: ComponentChildren;
}

/** A secret that no answer will show again. The dialog stays until its reader says that it is kept. */
export function ShownOnce({ title, label, secret, close, children }: ShownOnceProps) {
  const [kept, setKept] = useState(false);
  const id = useId();
  return (
    <Dialog title={title} close={() => kept && close()} submit={close} action="Done" ready={kept} sole>
      {children}
      <div class="field">
        <span class="label" id={id}>
          {label}
        </span>
        <div class="shown-once">
          <output class="code" aria-labelledby={id}>
            {secret}
          </output>
          <CopyButton text={secret} />
        </div>
      </div>
      <Choice
        label="I have kept it"
        checked={kept}
        change={setKept}
        hint="It is shown this once. Who loses it makes another."
      />
    </Dialog>
  );
}
