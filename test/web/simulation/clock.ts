import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../web/client/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Time that passes only when a test lets it, so that an hour of pauses takes a moment. */
export class VirtualClock implements Clock {
  #now = 1_800_000_000_000;
  #timers: Timer[] = [];
  #order = 0;

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  /** Lets so much time pass, each timer at its moment and everything that follows from it before the next. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const [next] = this.#timers.toSorted((a, b) => a.at - b.at || a.order - b.order);
      if (!next || next.at > end) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }

  /** Lets time pass until something holds; answers whether it came to hold within the limit. */
  async until(holds: () => boolean, limitMs: number, stepMs = 250): Promise<boolean> {
    const end = this.#now + limitMs;
    while (this.#now < end) {
      await settle();
      if (holds()) return true;
      await this.pass(stepMs);
    }
    return holds();
  }
}

/** Everything that waits for nothing but the event loop has run. */
async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) await setImmediate();
}

// The platform's digest takes real time in another thread, which virtual time would outrun on a busy machine.
Object.defineProperty(crypto.subtle, 'digest', {
  configurable: true,
  value: async (_: string, data: Uint8Array) => {
    const hash = createHash('sha256').update(data).digest();
    return hash.buffer.slice(hash.byteOffset, hash.byteOffset + hash.length);
  },
});
