import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another runtime has these tables open: two would write over each other. */
export class StateInUse extends Error {
  constructor(folder: string) {
    super(`Another Doorstep is running on ${folder}. Stop it, or choose another folder with --state.`);
  }
}

/** What the runtime keeps on disk between runs: the tables, the sealing key, and where it is while it runs. */
export class State {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** Runs what opens the tables. @throws StateInUse when somebody else has them open */
  async open(open: () => Promise<void>): Promise<void> {
    try {
      await open();
    } catch (error) {
      const causes = [error, (error as Error).cause] as { code?: string }[];
      if (causes.some((cause) => cause?.code === 'LEVEL_LOCKED')) throw new StateInUse(this.#folder);
      throw error;
    }
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
