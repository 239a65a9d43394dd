/** One call that a function made to a service. Units are DynamoDB request units, index writes included. */
export type MeteredCall = {
  service: 'dynamodb' | 'kms' | 'connections' | 'lambda' | 'events' | 'sqs';
  operation: string;
  writes: number;
  reads: number;
  /** The length of the chain of DynamoDB calls that had to end before this one could end, itself included. */
  trip: number;
  /** Whether the function had already begun to push when it made this call. */
  afterPush: boolean;
  /** The type of the error that the service answered with. */
  error?: string;
};

/** One invocation of a function and what it cost. */
export type MeteredInvocation = {
  number: number;
  function: string;
  /** The route key that led here, or the event source. */
  route: string;
  requestId: string;
  writes: number;
  reads: number;
  /** DynamoDB round trips in a row before the first push, or before the answer if nothing was pushed. */
  trips: number;
  kmsCalls: number;
  pushes: number;
  /** Milliseconds from the event to the answer; the start of a new environment is not in it. */
  ms: number;
  outcome: 'running' | 'ok' | 'error' | 'timeout';
  calls: MeteredCall[];
};

const KEPT = 50_000;

/** Counts what each invocation costs. The newest 50,000 are kept. */
export class Meter {
  #invocations: MeteredInvocation[] = [];
  #next = 1;

  /** Opens the account of one invocation. */
  begin(name: string, route: string, requestId: string): MeteredInvocation {
    const zero = {
      writes: 0,
      reads: 0,
      trips: 0,
      kmsCalls: 0,
      pushes: 0,
      ms: 0,
      outcome: 'running' as const,
    };
    const invocation = { number: this.#next++, function: name, route, requestId, ...zero, calls: [] };
    this.#invocations.push(invocation);
    if (this.#invocations.length > KEPT) this.#invocations.splice(0, KEPT / 10);
    return invocation;
  }

  /** Adds a call to an invocation's account. */
  add(invocation: MeteredInvocation, call: MeteredCall): void {
    invocation.calls.push(call);
    invocation.writes += call.writes;
    invocation.reads += call.reads;
    if (call.service === 'kms') invocation.kmsCalls += 1;
    if (call.service === 'connections' && call.operation === 'PostToConnection') invocation.pushes += 1;
    if (call.service === 'dynamodb' && !call.afterPush)
      invocation.trips = Math.max(invocation.trips, call.trip);
  }

  /** The invocations with a number above `number`, oldest first. */
  since(number = 0): MeteredInvocation[] {
    return this.#invocations.filter((invocation) => invocation.number > number);
  }

  /** The number of the newest invocation, to ask `since` later. */
  get last(): number {
    return this.#next - 1;
  }

  /** Forgets everything counted so far. */
  reset(): void {
    this.#invocations = [];
  }
}
