import { Meter } from './meter.ts';
import { transcript } from './transcript.ts';

const patienceMs = 10_000;

/** A step that did not come out as it must. */
export class Failed extends Error {}

/** Ends the play unless this holds. */
export function verify(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Failed(what);
}

/** Waits until something is so, for ten seconds at most. */
export async function until<T>(what: string, look: () => T | undefined | false): Promise<T> {
  for (const began = Date.now(); Date.now() - began < patienceMs; ) {
    const found = look();
    if (found) return found;
    await new Promise((tick) => setTimeout(tick, 10));
  }
  throw new Failed(`waited in vain until ${what}`);
}

/** The value of a call that must succeed. */
export function must<T>(
  outcome:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly failure: { code: string } },
): T {
  verify(outcome.ok, `refused with ${outcome.ok ? '' : outcome.failure.code}`);
  return outcome.value;
}

/** Plays steps one after the other and prints each with its price. */
export class Play {
  readonly #meter: Meter;
  /** How many steps came out as they must, and whether one did not. */
  steps = 0;
  failed = false;

  constructor(control: string) {
    this.#meter = new Meter(control);
  }

  /** Plays a step; what it throws ends the play. */
  async step<T>(text: string, act: () => Promise<T>): Promise<T> {
    try {
      const result = await act();
      transcript.step(text, await this.#meter.calls());
      this.steps += 1;
      return result;
    } catch (error) {
      this.failed = true;
      transcript.failed(text, error instanceof Failed ? error.message : String((error as Error).stack));
      throw error;
    }
  }
}
