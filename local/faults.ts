import type { MeteredCall } from './meter.ts';

/**
 * What goes wrong on purpose, in tests.
 * - `kill`: the call is done, then the calling environment dies before it hears of it.
 * - `lose`: the call is done, but the connection breaks instead of answering (the SDK will repeat the call).
 * - an error: the call is not done; the caller gets this error.
 */
export type Damage = 'kill' | 'lose' | { error: string; status?: number };

export type Fault = {
  function?: string;
  service?: MeteredCall['service'];
  /** For instance `UpdateItem`; the pseudo-operation `write` is any call that writes. */
  operation?: string;
  /** Which of the matching calls of one invocation, from 1. All of them when left out. */
  nth?: number;
  /** How often this may happen; once when left out. */
  times?: number;
  damage: Damage;
};

export type FaultyCall = {
  function: string;
  requestId: string;
  service: MeteredCall['service'];
  operation: string;
};

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']);

type Armed = { fault: Fault; left: number; seen: Map<string, number> };

/** The faults that are armed. Each fires `times` times and is then spent. */
export class Faults {
  #armed: Armed[] = [];

  /** Arms a fault; the function that comes back disarms it. */
  add(fault: Fault): () => void {
    const armed: Armed = { fault, left: fault.times ?? 1, seen: new Map() };
    this.#armed.push(armed);
    return () => {
      this.#armed = this.#armed.filter((other) => other !== armed);
    };
  }

  clear(): void {
    this.#armed = [];
  }

  /** What should go wrong with this call, if anything. Asking counts the call. */
  strike(call: FaultyCall): Damage | undefined {
    for (const armed of this.#armed) {
      if (armed.left === 0 || !matches(armed.fault, call)) continue;
      const seen = (armed.seen.get(call.requestId) ?? 0) + 1;
      armed.seen.set(call.requestId, seen);
      if (armed.fault.nth !== undefined && armed.fault.nth !== seen) continue;
      armed.left -= 1;
      return armed.fault.damage;
    }
    return undefined;
  }
}

function matches(fault: Fault, call: FaultyCall): boolean {
  if (fault.function !== undefined && fault.function !== call.function) return false;
  if (fault.service !== undefined && fault.service !== call.service) return false;
  if (fault.operation === 'write') return call.service === 'dynamodb' && WRITES.has(call.operation);
  return fault.operation === undefined || fault.operation === call.operation;
}
