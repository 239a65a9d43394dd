import { Cross } from '../../../ui/icons.tsx';

export interface Span {
  readonly from: string;
  readonly to: string;
}

interface SpansProps {
  /** Of which day they are. */
  readonly day: string;
  readonly value: readonly Span[];
  readonly change: (value: Span[]) => void;
}

/** A clock shows the end of the day as the beginning of the next. */
const shown = (time: string): string => (time === '24:00' ? '00:00' : time);
const meant = (to: string): string => (to === '00:00' ? '24:00' : to);

/** What is added after the last span: from its end on, or the usual hours. */
const following = (last: Span | undefined): Span | undefined => {
  if (!last) return { from: '09:00', to: '17:00' };
  return last.to < '23:00' ? { from: last.to, to: '24:00' } : undefined;
};

/** The hours of a day: none, or up to five spans. */
export function Spans({ day, value, change }: SpansProps) {
  const next = following(value.at(-1));
  const set = (at: number, some: Partial<Span>) =>
    change(value.map((span, index) => (index === at ? { ...span, ...some } : span)));
  return (
    <div class="spans">
      {value.length === 0 && <span class="hint">Closed</span>}
      {value.map((span, at) => (
        <div class="span" key={at}>
          <input
            type="time"
            class="input"
            aria-label={`${day}, from`}
            value={span.from}
            required
            onInput={({ currentTarget }) => currentTarget.value && set(at, { from: currentTarget.value })}
          />
          <span aria-hidden="true">–</span>
          <input
            type="time"
            class="input"
            aria-label={`${day}, to`}
            value={shown(span.to)}
            required
            onInput={({ currentTarget }) =>
              currentTarget.value && set(at, { to: meant(currentTarget.value) })
            }
          />
          <button
            type="button"
            class="button plain icon-only"
            aria-label={`Remove ${span.from} to ${span.to}, ${day}`}
            onClick={() => change(value.filter((_, index) => index !== at))}
          >
            <Cross />
          </button>
          {span.from >= span.to && (
            <span class="wrong" role="alert">
              ends before it begins
            </span>
          )}
        </div>
      ))}
      {next && value.length < 5 && (
        <button type="button" class="button small" onClick={() => change([...value, next])}>
          Add hours<span class="visually-hidden"> on {day}</span>
        </button>
      )}
    </div>
  );
}
