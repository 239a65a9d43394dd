import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from './calls.ts';

interface CardProps {
  readonly title: string;
  readonly problem?: Problem | undefined;
  readonly busy?: boolean;
  readonly action: string;
  readonly submit: () => void;
  readonly children?: ComponentChildren;
  /** What else one may do here; under the button. */
  readonly others?: ComponentChildren;
}

/** The words that say what went wrong, which the fields point to. */
export const problemId = 'problem';

/** One step of the sign-in: a heading, what it needs, one button, and what went wrong. */
export function Card({ title, problem, busy = false, action, submit, children, others }: CardProps) {
  const form = useRef<HTMLFormElement>(null);
  const wait = useWait(problem?.until);

  // Each step begins where its first answer goes; without a question, at its heading.
  useEffect(() => {
    document.title = `${title} · Doorstep`;
    const fields = [...(form.current?.querySelectorAll('input') ?? [])];
    const first = fields.find(({ value }) => value === '') ?? form.current?.querySelector('h1');
    first?.focus();
  }, [title]);

  return (
    <form
      class="card step"
      ref={form}
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && wait === 0) submit();
      }}
    >
      <h1 tabIndex={-1}>{title}</h1>
      {problem && (
        <p class="notice" role="alert" id={problemId}>
          {problem.text}
        </p>
      )}
      {children}
      <button type="submit" class="button main" disabled={busy || wait > 0}>
        {wait > 0 ? `Wait ${asClock(wait)}` : busy ? 'One moment …' : action}
      </button>
      {others && <div class="others">{others}</div>}
    </form>
  );
}

/** How many seconds are left until then, counted down. */
function useWait(until = 0): number {
  const [now, setNow] = useState(Date.now);
  const left = Math.max(0, Math.ceil((until - Math.max(now, Date.now())) / 1000));
  useEffect(() => {
    if (left === 0) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [left === 0]);
  return left;
}

const asClock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
