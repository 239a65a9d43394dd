import { type ComponentChildren, createContext, Fragment, h } from 'preact';
import { useContext } from 'preact/hooks';
import { english, type TextName, type Texts } from '../texts/english.ts';

type Values = Readonly<Record<string, string | number>>;

const minute = 60_000;
const day = 24 * 60 * minute;

/** The words of one language, and how it writes times. */
export interface Words {
  /** As plain text, for attributes. */
  text(name: TextName, values?: Values): string;
  /** For the page: what is filled in keeps its own direction, whatever signs it holds. */
  say(name: TextName, values?: Values): ComponentChildren;
  time(at: number): string;
  day(at: number): string;
  dayAndTime(at: number): string;
  /** How long something still lasts: in seconds in the last minute, else rounded up. */
  left(ms: number): string;
}

export function wordsOf(locale: string, changed: Readonly<Record<string, string>>): Words {
  const texts: Texts = { ...english, ...changed };
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(locale, options);
    return (at: number) => formatter.format(at);
  };
  const weekday = format({ weekday: 'long', day: 'numeric', month: 'long' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const unit = (count: number, name: 'second' | 'minute' | 'hour') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'long' }).format(count);
  const parts = (name: TextName) => texts[name].split(/\{(\w+)\}/);
  return {
    text: (name, values = {}) =>
      parts(name)
        .map((part, at) => (at % 2 === 0 ? part : `${values[part] ?? ''}`))
        .join(''),
    say: (name, values = {}) =>
      h(
        Fragment,
        null,
        parts(name).map((part, at) => (at % 2 === 0 ? part : <bdi key={part}>{values[part] ?? ''}</bdi>)),
      ),
    time: format({ hour: '2-digit', minute: '2-digit' }),
    day(at) {
      const ago = Math.round((startOfDay(at) - startOfDay(Date.now())) / day);
      const words = ago > -2 ? relative.format(ago, 'day') : weekday(at);
      return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
    },
    dayAndTime: format({ dateStyle: 'medium', timeStyle: 'short' }),
    left(ms) {
      if (ms < minute) return unit(Math.max(0, Math.ceil(ms / 1000)), 'second');
      const minutes = Math.ceil(ms / minute);
      return minutes > 120 ? unit(Math.round(minutes / 60), 'hour') : unit(minutes, 'minute');
    },
  };
}

/** Noon and midnight of one day have the same. */
export const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

const Context = createContext<Words>(wordsOf('en', {}));

export const WithWords = Context.Provider;
export const useWords = (): Words => useContext(Context);
