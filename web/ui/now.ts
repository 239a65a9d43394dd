import { useEffect, useState } from 'preact/hooks';

const everyMs = 15_000;

/** The time in epoch milliseconds, fresh every quarter of a minute while `on`: for what is shown of a time that runs out. */
export function useNow(on: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!on) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [on]);
  // What happened since the last tick is never before it.
  return on ? Math.max(now, Date.now()) : Date.now();
}
