/** Days in the address and in fields are `2026-11-22`, in the reader's time; the server counts milliseconds. */
const isDay = (day: string | undefined): day is string => /^\d{4}-\d{2}-\d{2}$/.test(day ?? '');

/** The first millisecond of a day, in digits; nothing where none is given. */
export const dayBegins = (day: string | undefined): string | undefined =>
  isDay(day) ? String(new Date(`${day}T00:00:00`).getTime()) : undefined;

/** The last one. */
export const dayEnds = (day: string | undefined): string | undefined =>
  isDay(day) ? String(new Date(`${day}T23:59:59.999`).getTime()) : undefined;
