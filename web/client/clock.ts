/** Time and timers, so that a test can play hours in a moment. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Runs something after so many milliseconds; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** Timers hold at most 2^31-1 ms; a later moment is looked at again then. */
const longest = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(Math.max(ms, 0), longest));
    return () => clearTimeout(timer);
  },
};

export const sleep = (clock: Clock, ms: number): Promise<void> =>
  new Promise((done) => {
    clock.after(ms, done);
  });

const firstMs = 500;
const mostMs = 30_000;

/**
 * How long to wait before the given attempt (0 is the first): exponential, capped at 30 s, with full jitter, so that
 * many clients that were cut off together do not come back together.
 */
export const backoff = (attempt: number, random: () => number): number =>
  random() * Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 10));
