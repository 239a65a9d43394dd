import type { FunctionModel } from '../assembly/model.ts';
import type { Caller } from '../caller.ts';
import type { Outcome } from './environment.ts';
import { type FunctionParts, LocalFunction } from './function.ts';

/** All functions of the system, by name. */
export class Functions {
  readonly #functions: Map<string, LocalFunction>;

  constructor(models: FunctionModel[], parts: FunctionParts) {
    this.#functions = new Map(models.map((model) => [model.name, new LocalFunction(model, parts)]));
  }

  get names(): string[] {
    return [...this.#functions.keys()];
  }

  get(name: string): LocalFunction | undefined {
    return this.#functions.get(name);
  }

  /** Runs one event in a function that the templates name; they cannot name one that is not there. */
  async invoke(name: string, event: string, route: string): Promise<Outcome> {
    const found = this.#functions.get(name);
    if (!found) throw new Error(`There is no function ${name}`);
    return found.invoke(event, route);
  }

  caller(environmentId: string): Caller | undefined {
    for (const one of this.#functions.values()) {
      const caller = one.caller(environmentId);
      if (caller) return caller;
    }
    return undefined;
  }

  /** Loads every function's code, one after the other so that the machine stays usable. */
  async warm(): Promise<void> {
    for (const one of this.#functions.values()) await one.warm();
  }

  /** Ends every environment for good. */
  async end(): Promise<void> {
    await Promise.all([...this.#functions.values()].map((one) => one.end()));
  }
}
