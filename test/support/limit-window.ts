import { setTimeout as sleep } from 'node:timers/promises';

const windowMs = 600_000;

/** Limits count in windows by the clock. Waits for the next one where this one is over within 20 seconds. */
export async function roomInWindow(): Promise<void> {
  const left = windowMs - (Date.now() % windowMs);
  if (left < 20_000) await sleep(left + 50);
}
