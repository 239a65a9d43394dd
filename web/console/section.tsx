import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface SectionProps {
  readonly title: string;
  /** In a sentence or two what is set here, and what comes of it. */
  readonly lead?: ComponentChildren;
  /** What is done here most. */
  readonly action?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** A part of a screen that is about one thing. */
export function Section({ title, lead, action, children }: SectionProps) {
  const id = useId();
  return (
    <section class="card" aria-labelledby={id}>
      <header class="section-head">
        <div>
          <h2 id={id}>{title}</h2>
          {lead && <p class="lead">{lead}</p>}
        </div>
        {action}
      </header>
      {children}
    </section>
  );
}
