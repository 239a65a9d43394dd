const minute = 60_000;

/** How long something still lasts, in whole minutes, rounded up. */
export function timeLeft(until: number, now: number): string {
  const minutes = Math.max(0, Math.ceil((until - now) / minute));
  if (minutes > 120) return `${Math.round(minutes / 60)} hours`;
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

/** The same to the second, as a clock counts down. */
export function countdown(until: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const rest = String(seconds % 60).padStart(2, '0');
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}

/** How long something has lasted, in few words. */
export function timeSince(since: number, now: number): string {
  const minutes = Math.floor(Math.max(0, now - since) / minute);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const wholeDay = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

const dayOf = (at: number): string => new Date(at).toDateString();
const today = (): string => dayOf(Date.now());

/** The time alone for today, the day as well for what is older. */
export const when = (at: number): string => (dayOf(at) === today() ? timeOfDay : dayAndTime).format(at);

export const clockTime = (at: number): string => timeOfDay.format(at);

export const isSameDay = (a: number, b: number): boolean => dayOf(a) === dayOf(b);

export const dayWords = (at: number): string => (dayOf(at) === today() ? 'Today' : wholeDay.format(at));
