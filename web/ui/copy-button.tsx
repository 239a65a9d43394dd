import { useState } from 'preact/hooks';

/** Copies a text, and says whether it worked: some browsers refuse, and then the text is there to be marked. */
export function CopyButton({ text, label = 'Copy' }: { readonly text: string; readonly label?: string }) {
  const [done, setDone] = useState<string>();

  async function copy() {
    const said = await navigator.clipboard.writeText(text).then(
      () => 'Copied',
      () => 'Not allowed here: mark it and copy it',
    );
    setDone(said);
    setTimeout(() => setDone(undefined), 3_000);
  }

  return (
    <button type="button" class="button small" onClick={copy}>
      <span aria-live="polite">{done ?? label}</span>
    </button>
  );
}
