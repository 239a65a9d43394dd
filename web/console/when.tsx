const short = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

/** A moment of epoch milliseconds, in the reader's time; to the second for who points at it. */
export const When = ({ at }: { readonly at: number }) => (
  <time dateTime={new Date(at).toISOString()} title={full.format(at)}>
    {short.format(at)}
  </time>
);

/** The same in words, for a sentence. */
export const inWords = (at: number): string => short.format(at);

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long ago, roughly: “3 hours ago”. */
export function ago(at: number): string {
  const since = at - Date.now();
  const [unit, ms] = steps.find(([, one]) => Math.abs(since) >= one) ?? ['minute', 60_000];
  return relative.format(Math.round(since / ms), unit);
}
