import { useEffect, useState } from 'preact/hooks';

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
