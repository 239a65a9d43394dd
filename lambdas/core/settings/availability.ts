import type { Hours } from '../../../contract/http/management/hours.ts';
import type { EngagementRecord } from './records.ts';

type Weekday = keyof Hours['weekly'];

/** Date, weekday and time of day somewhere in the world. */
function localTime(timeZone: string, now: number): { date: string; weekday: Weekday; time: string } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    date: `${get('year')}-${get('month')}-${get('day')}`,
    weekday: get('weekday').toLowerCase() as Weekday,
    time: `${get('hour')}:${get('minute')}`,
  };
}

/** Whether agents are there now, by the hours; a day that is an exception has its own. */
export function isAvailable(hours: Hours | undefined, now: number): boolean {
  if (!hours) return true;
  const { date, weekday, time } = localTime(hours.timeZone, now);
  const exception = hours.exceptions?.find((one) => one.date === date);
  const spans = exception ? exception.spans : (hours.weekly[weekday] ?? []);
  return spans.some(({ from, to }) => from <= time && time < to);
}

/** Whether agents are there, and else what the brand says to those who begin all the same. */
export function availabilityOf(
  { hours, awayMessage }: Pick<EngagementRecord, 'hours' | 'awayMessage'>,
  now: number,
): { available: boolean; awayMessage?: string } {
  const available = isAvailable(hours, now);
  return { available, ...(available || awayMessage === undefined ? {} : { awayMessage }) };
}
