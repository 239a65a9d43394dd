import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the runtime keeps on disk between runs: the tables, the sealing key, and where it is while it runs. */
export class State {
  readonly #folder: string;

  /** @param fresh empties what an earlier run left */
  constructor(folder: string, fresh: boolean) {
    this.#folder = folder;
    if (fresh)
      for (const part of ['tables', 'key', 'local.json'])
        rmSync(join(folder, part), { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  get tables(): string {
    return join(this.#folder, 'tables');
  }

  get key(): string {
    return join(this.#folder, 'key');
  }

  /** Tells tools on this machine where the runtime is. */
  announce(facts: object): void {
    writeFileSync(join(this.#folder, 'local.json'), `${JSON.stringify(facts, null, 2)}\n`);
  }

  /** The runtime is no longer there. */
  withdraw(): void {
    rmSync(join(this.#folder, 'local.json'), { force: true });
  }
}
