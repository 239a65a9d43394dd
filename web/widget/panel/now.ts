import { useEffect, useState } from 'preact/hooks';

const minute = 60_000;

/**
 * The time in epoch milliseconds, for what is shown of a time that runs out at `until`: fresh each quarter of a minute, and
 * each second of the last two minutes. Undefined stands still.
 */
export function useNow(until: number | undefined): number {
  const [, setTick] = useState(0);
  const left = until === undefined ? undefined : until - Date.now();
  const every = left === undefined ? undefined : left < 2 * minute ? 1000 : 15_000;
  useEffect(() => {
    if (every === undefined) return;
    const timer = setInterval(() => setTick((tick) => tick + 1), every);
    return () => clearInterval(timer);
  }, [every]);
  return Date.now();
}
