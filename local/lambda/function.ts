import { randomUUID } from 'node:crypto';
import type { FunctionModel } from '../assembly/model.ts';
import type { Caller } from '../caller.ts';
import type { Meter } from '../meter.ts';
import { Environment, type FunctionError, type Outcome } from './environment.ts';

/** 6 MB each way, as Lambda counts them. */
const PAYLOAD_LIMIT_BYTES = 6_291_556;

export type FunctionParts = {
  meter: Meter;
  /** The most environments; further events wait for a free one. */
  environments: number;
  variables(model: FunctionModel, environmentId: string): Record<string, string>;
  /** Takes a line that the function wrote, or a note about it. */
  log(name: string, line: string): void;
};

/** A function with its environments: as many as there are events at once, kept warm afterwards. */
export class LocalFunction {
  readonly model: FunctionModel;
  readonly #parts: FunctionParts;
  readonly #environments = new Set<Environment>();
  readonly #idle: Environment[] = [];
  readonly #waiting: ((environment: Environment) => void)[] = [];

  #ended = false;

  constructor(model: FunctionModel, parts: FunctionParts) {
    this.model = model;
    this.#parts = parts;
  }

  /**
   * Runs one event and waits for the answer.
   * @param event JSON
   * @param route what led here, for the meter
   */
  async invoke(event: string, route: string): Promise<Outcome> {
    if (Buffer.byteLength(event) > PAYLOAD_LIMIT_BYTES)
      return { error: tooLarge('Request', Buffer.byteLength(event)) };
    if (this.#ended)
      return { error: { errorType: 'Runtime.Ended', errorMessage: 'The local runtime is stopping' } };
    const environment = await this.#take();
    const invocation = this.#parts.meter.begin(this.model.name, route, randomUUID());
    const outcome = await environment.run(event, invocation);
    this.#giveBack(environment);
    invocation.outcome = 'payload' in outcome ? 'ok' : outcome.timedOut ? 'timeout' : 'error';
    if ('error' in outcome) this.#report(outcome.error);
    else if (Buffer.byteLength(outcome.payload) > PAYLOAD_LIMIT_BYTES)
      return { error: tooLarge('Response', Buffer.byteLength(outcome.payload)) };
    return outcome;
  }

  /** Starts an environment ahead of the first event. */
  async warm(): Promise<void> {
    if (this.#environments.size > 0) return;
    const environment = this.#start();
    await environment.start();
    this.#giveBack(environment);
  }

  /** Who is calling, if the environment with this id is one of this function's. */
  caller(environmentId: string): Caller | undefined {
    for (const environment of this.#environments)
      if (environment.id === environmentId) return environment.caller;
    return undefined;
  }

  /** Ends every environment; the next event gets a new one, from the code as it then is. */
  async restart(code = this.model.code): Promise<void> {
    this.model.code = code;
    await this.#endAll();
  }

  /** Ends every environment for good: what still asks gets an error. */
  async end(): Promise<void> {
    this.#ended = true;
    for (const waiting of this.#waiting.splice(0)) waiting(this.#start());
    await this.#endAll();
  }

  async #endAll(): Promise<void> {
    const ending = [...this.#environments];
    this.#environments.clear();
    this.#idle.length = 0;
    await Promise.all(ending.map((environment) => environment.end()));
  }

  /** How many environments are alive. */
  get size(): number {
    return this.#environments.size;
  }

  async #take(): Promise<Environment> {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (!idle.dead) return idle;
      // It crashed after its last answer.
      this.#environments.delete(idle);
    }
    const { environments } = this.#parts;
    const limit = Math.min(this.model.concurrency ?? environments, environments);
    if (this.#environments.size < limit) return this.#start();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #start(): Environment {
    const { model } = this;
    const environment = new Environment({
      model,
      variables: (id) => this.#parts.variables(model, id),
      log: (line) => this.#parts.log(model.name, line),
    });
    this.#environments.add(environment);
    return environment;
  }

  #giveBack(environment: Environment): void {
    const alive = !environment.dead && this.#environments.has(environment);
    if (!alive) this.#environments.delete(environment);
    const next = this.#waiting.shift();
    if (next) next(alive ? environment : this.#start());
    else if (alive) this.#idle.push(environment);
  }

  #report({ errorType, errorMessage, trace }: FunctionError): void {
    this.#parts.log(this.model.name, (trace?.length ? trace : [`${errorType}: ${errorMessage}`]).join('\n'));
  }
}

function tooLarge(what: 'Request' | 'Response', size: number): FunctionError {
  const errorMessage = `${what} payload size (${size} bytes) exceeded maximum allowed payload size (${PAYLOAD_LIMIT_BYTES} bytes).`;
  return { errorType: `Function.${what}SizeTooLarge`, errorMessage };
}
