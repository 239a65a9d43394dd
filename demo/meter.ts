/** What one call cost: DynamoDB units, round trips before the answer or the first push, calls to KMS. */
export interface Price {
  readonly writes: number;
  readonly reads: number;
  readonly trips: number;
  readonly kmsCalls: number;
}

interface Invocation extends Price {
  readonly number: number;
  readonly function: string;
  readonly route: string;
  readonly outcome: 'running' | 'ok' | 'error' | 'timeout';
}

/** A call and its price. */
export interface Metered extends Price {
  readonly route: string;
}

export const total = (calls: readonly Price[]): Price => ({
  writes: sum(calls, 'writes'),
  reads: sum(calls, 'reads'),
  trips: sum(calls, 'trips'),
  kmsCalls: sum(calls, 'kmsCalls'),
});

const sum = (calls: readonly Price[], what: keyof Price) => calls.reduce((all, one) => all + one[what], 0);

/** Nothing new for so long: a step is over. */
const quietMs = 40;

/** Reads the running Doorstep's meter, from where it was read last. */
export class Meter {
  readonly #address: string;
  #seen = 0;

  /** @param control where Doorstep's meter is */
  constructor(control: string) {
    this.#address = `${control}/meter`;
  }

  /**
   * The calls that were made since the last look, once all have ended and no more come. What the stream does beside them is
   * left out: nobody waits for it.
   */
  async calls(): Promise<readonly Metered[]> {
    let found = await this.#since();
    for (let before = -1; before !== found.length || found.some(({ outcome }) => outcome === 'running'); ) {
      before = found.length;
      await new Promise((tick) => setTimeout(tick, quietMs));
      found = await this.#since();
    }
    this.#seen = found.at(-1)?.number ?? this.#seen;
    return found.filter((one) => one.function !== 'stream' && one.route !== '$disconnect');
  }

  async #since(): Promise<readonly Invocation[]> {
    const answer = await fetch(`${this.#address}?since=${this.#seen}`);
    return (await answer.json()) as Invocation[];
  }
}
