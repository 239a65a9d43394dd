/** Frames a socket may send in a window, and how many more it may be refused before it is closed. */
const most = 60;
const patience = 60;
const window = 10_000;
/** As many sockets as one environment keeps count of. */
const capacity = 5000;

interface Count {
  since: number;
  frames: number;
}

/**
 * How fast a socket sends, as well as one environment can see it: a fixed window a socket, forgotten oldest first. It
 * bounds floods of frames that the head's own pace does not see (typing, pings, nonsense).
 */
export class Pace {
  readonly #counts = new Map<string, Count>();

  take(connection: string, now: number): 'ok' | 'limited' | 'close' {
    const count = this.#counts.get(connection);
    if (!count || now - count.since >= window) {
      this.#counts.delete(connection);
      this.#counts.set(connection, { since: now, frames: 1 });
      this.#forget();
      return 'ok';
    }
    count.frames += 1;
    if (count.frames <= most) return 'ok';
    return count.frames <= most + patience ? 'limited' : 'close';
  }

  #forget(): void {
    if (this.#counts.size <= capacity) return;
    const [oldest] = this.#counts.keys();
    if (oldest !== undefined) this.#counts.delete(oldest);
  }
}
