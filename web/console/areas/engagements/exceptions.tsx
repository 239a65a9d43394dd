import { useState } from 'preact/hooks';
import { TextField } from '../../../ui/field.tsx';
import { type Span, Spans } from './spans.tsx';

interface Exception {
  readonly date: string;
  readonly spans: Span[];
}

interface ExceptionsProps {
  readonly value: readonly Exception[];
  readonly change: (value: Exception[]) => void;
}

const long = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeZone: 'UTC' });
const inWords = (date: string): string => long.format(new Date(`${date}T00:00:00Z`));
const byDate = (a: Exception, b: Exception): number => (a.date < b.date ? -1 : 1);

/** Days that are unlike their weekday: closed, unless they are given hours. */
export function Exceptions({ value, change }: ExceptionsProps) {
  const [date, setDate] = useState('');
  const known = value.some((one) => one.date === date);

  function add() {
    if (date === '' || known) return;
    change([...value, { date, spans: [] }].sort(byDate));
    setDate('');
  }

  return (
    <>
      {value.length > 0 && (
        <div class="week">
          {value.map((one) => (
            <fieldset class="day" key={one.date} aria-label={inWords(one.date)}>
              <strong>{inWords(one.date)}</strong>
              <Spans
                day={inWords(one.date)}
                value={one.spans}
                change={(spans) =>
                  change(value.map((other) => (other.date === one.date ? { ...other, spans } : other)))
                }
              />
              <button
                type="button"
                class="button plain small"
                onClick={() => change(value.filter((other) => other.date !== one.date))}
              >
                Remove<span class="visually-hidden"> {inWords(one.date)}</span>
              </button>
            </fieldset>
          ))}
        </div>
      )}
      <div class="field-row">
        <TextField
          label="Day"
          type="date"
          value={date}
          change={setDate}
          wrong={known ? 'This day is in the list already.' : undefined}
        />
        <button
          type="button"
          class="button"
          onClick={add}
          disabled={date === '' || known || value.length >= 100}
        >
          Add this day
        </button>
      </div>
    </>
  );
}
