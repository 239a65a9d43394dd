import { to } from './route.ts';

interface TabsProps {
  /** What the parts are of. */
  readonly label: string;
  readonly area: string;
  /** The address of the thing within its area. */
  readonly at: readonly string[];
  /** Each part by the last segment of its address, the first with none, and its name. */
  readonly parts: readonly (readonly [string, string])[];
  readonly current: string;
}

/** The parts of something with much to set; each has an address. */
export const Tabs = ({ label, area, at, parts, current }: TabsProps) => (
  <nav class="tabs" aria-label={label}>
    {parts.map(([part, name]) => (
      <a
        key={part}
        href={to(area, ...at, ...(part === '' ? [] : [part]))}
        aria-current={part === current ? 'page' : undefined}
      >
        {name}
      </a>
    ))}
  </nav>
);
