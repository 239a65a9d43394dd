import { useEffect, useState } from 'preact/hooks';
import type { Conversation } from '../client/index.ts';

/** The time in epoch milliseconds, fresh every so many milliseconds while `on`: for what is shown of a time that runs. */
export function useNow(on: boolean, everyMs: number): number {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => tick((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [on, everyMs]);
  return Date.now();
}

const soonMs = 2 * 60_000;

/** The time while a login holds: by the second where it ends soon, so that nobody is called verified who is not any more. */
export function useNowOf(assurance: Conversation['assurance'] | undefined): number {
  const until = assurance?.level === 'authenticated' ? assurance.until : undefined;
  return useNow(until !== undefined, until !== undefined && until - Date.now() < soonMs ? 1000 : 15_000);
}
