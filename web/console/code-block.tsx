import { useId } from 'preact/hooks';
import { CopyButton } from '../ui/copy-button.tsx';

/** Some lines to be copied. */
export function CodeBlock({ label, text }: { readonly label: string; readonly text: string }) {
  const id = useId();
  return (
    <div class="code-block">
      <div class="row">
        <strong id={id}>{label}</strong>
        <CopyButton text={text} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
      <section class="code" tabIndex={0} aria-labelledby={id}>
        <pre>{text}</pre>
      </section>
    </div>
  );
}
