import type { ComponentChildren } from 'preact';
import type { Failure } from '../client/outcome.ts';
import { Up } from '../ui/icons.tsx';
import { sentence } from './sentences.ts';

/** While the first answer is on its way. */
export const Loading = () => (
  <div class="card" aria-busy="true">
    <span class="visually-hidden">Loading</span>
    <div class="skeleton" />
    <div class="skeleton" />
    <div class="skeleton" />
  </div>
);

/** It could not be read. */
export const Failed = ({ failure, again }: { readonly failure: Failure; readonly again: () => unknown }) => (
  <div class="notice row apart" role="alert">
    <span>{sentence(failure)}</span>
    <button type="button" class="button small" onClick={() => again()}>
      Try again
    </button>
  </div>
);

interface EmptyProps {
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** There is none yet: what it would be, and how to get the first. */
export const Empty = ({ title, children }: EmptyProps) => (
  <div class="empty-state card">
    <h2>{title}</h2>
    {children}
  </div>
);

interface HeadProps {
  readonly title: string;
  readonly children?: ComponentChildren;
  /** What is done here most, at the end of the line. */
  readonly action?: ComponentChildren;
  /** The list that it is one of: its address, and what it is called. */
  readonly back?: readonly [string, string];
}

/** The heading of a screen, and in a sentence what it is for. */
export const Head = ({ title, children, action, back }: HeadProps) => (
  <header class="head">
    <div>
      {back && (
        <a class="crumb" href={back[0]}>
          <Up />
          {back[1]}
        </a>
      )}
      <h1 tabIndex={-1}>
        <bdi>{title}</bdi>
      </h1>
      {children && <p class="lead">{children}</p>}
    </div>
    {action}
  </header>
);
