import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FunctionModel } from '../assembly/model.ts';
import type { Caller } from '../caller.ts';
import type { MeteredInvocation } from '../meter.ts';

/** An error as Lambda reports it to who invoked the function. */
export type FunctionError = { errorType: string; errorMessage: string; trace?: string[] };
export type Outcome = { payload: string } | { error: FunctionError; timedOut?: boolean };
type Message =
  | { type: 'ready' }
  | { type: 'result'; payload: string }
  | { type: 'error' | 'init-error'; error: FunctionError };

const INIT_LIMIT_MS = 10_000;

export type EnvironmentParts = {
  model: FunctionModel;
  /** The variables of the environment with this id. */
  variables(id: string): Record<string, string>;
  log(line: string): void;
};

/** One environment of a function: a worker that takes one event at a time, as in Lambda. */
export class Environment {
  readonly id = randomUUID();
  readonly #parts: EnvironmentParts;
  readonly #worker: Worker;
  readonly #ready: Promise<FunctionError | undefined>;
  #waiting: ((outcome: Outcome) => void) | undefined;
  #caller: Caller | undefined;
  dead = false;
  /** Milliseconds it took to load the function's code. */
  initMs = 0;

  constructor(parts: EnvironmentParts) {
    this.#parts = parts;
    const { model } = parts;
    const [file, exported] = model.handler.split('.');
    this.#worker = new Worker(new URL('./worker.mjs', import.meta.url), {
      env: parts.variables(this.id),
      workerData: { module: pathToFileURL(`${model.code}/${file}.mjs`).href, export: exported },
      resourceLimits: { maxOldGenerationSizeMb: model.memoryMb },
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr])
      createInterface({ input: stream }).on('line', (line) => parts.log(line));
    this.#ready = this.#listen();
  }

  /** Who is calling, when a service call comes from this environment. */
  get caller(): Caller | undefined {
    return this.dead ? undefined : this.#caller;
  }

  /** Waits until the code is loaded; says why when it cannot be. */
  async start(): Promise<FunctionError | undefined> {
    return this.#ready;
  }

  /** Runs one event. The environment is dead afterwards if it crashed or ran out of time. */
  async run(event: string, invocation: MeteredInvocation): Promise<Outcome> {
    const failure = await this.start();
    if (failure) return { error: failure };
    const { model } = this.#parts;
    this.#caller = { function: model, invocation, kill: () => this.end() };
    const timeoutMs = model.timeoutSeconds * 1000;
    const started = performance.now();
    const outcome = new Promise<Outcome>((resolve) => {
      this.#waiting = resolve;
    });
    const timer = setTimeout(() => this.#expire(invocation.requestId), timeoutMs);
    this.#worker.postMessage({ event, context: this.#context(invocation.requestId, timeoutMs) });
    const result = await outcome;
    clearTimeout(timer);
    invocation.ms = performance.now() - started;
    return result;
  }

  /** Ends the environment at once. */
  async end(): Promise<void> {
    this.dead = true;
    await this.#worker.terminate();
  }

  #listen(): Promise<FunctionError | undefined> {
    const started = performance.now();
    return new Promise((loaded) => {
      const late = setTimeout(() => {
        loaded({
          errorType: 'Sandbox.Timedout',
          errorMessage: `Loading the code took more than ${INIT_LIMIT_MS} ms`,
        });
        void this.end();
      }, INIT_LIMIT_MS);
      this.#worker.on('message', (message: Message) => {
        clearTimeout(late);
        this.initMs ||= performance.now() - started;
        if (message.type === 'ready') loaded(undefined);
        else if (message.type === 'result') this.#settle({ payload: message.payload });
        else if (message.type === 'error') this.#settle({ error: message.error });
        else {
          loaded(message.error);
          void this.end();
        }
      });
      // Something was thrown outside of any event's promise; Lambda ends the environment too.
      this.#worker.on('error', (error: Error) => {
        this.#parts.log(error.stack ?? String(error));
        this.#settle({ error: { errorType: 'Runtime.UnhandledError', errorMessage: error.message } });
      });
      this.#worker.on('exit', () => {
        clearTimeout(late);
        this.dead = true;
        const error = {
          errorType: 'Runtime.ExitError',
          errorMessage: 'Runtime exited without providing a reason',
        };
        loaded(error);
        this.#settle({ error });
      });
    });
  }

  #settle(outcome: Outcome): void {
    this.#waiting?.(outcome);
    this.#waiting = undefined;
  }

  #expire(requestId: string): void {
    const seconds = this.#parts.model.timeoutSeconds.toFixed(2);
    const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`;
    this.#settle({ error: { errorType: 'Sandbox.Timedout', errorMessage }, timedOut: true });
    void this.end();
  }

  #context(requestId: string, timeoutMs: number): Record<string, unknown> {
    const { model } = this.#parts;
    return {
      awsRequestId: requestId,
      functionName: model.name,
      functionVersion: '$LATEST',
      invokedFunctionArn: model.arn,
      memoryLimitInMB: String(model.memoryMb),
      logGroupName: `/aws/lambda/${model.name}`,
      logStreamName: this.id,
      deadline: Date.now() + timeoutMs,
    };
  }
}
