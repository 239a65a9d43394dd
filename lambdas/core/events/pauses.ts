/** Seconds between one try to deliver and the next: close together at first, and a day in all. */
const pauses = [10, 30, 120, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 28_800] as const;

/** How often a delivery is tried. */
export const mostAttempts = pauses.length + 1;

/** Seconds after try number `attempt`, from 1. After the last one nothing follows. */
export const pauseAfter = (attempt: number): number => pauses[attempt - 1] ?? 0;
