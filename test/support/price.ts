import type { MeteredInvocation } from '../../local/meter.ts';
import type { System } from './system.ts';

/** What one request costs: DynamoDB request units, calls in a row before the first push or the answer, posts to sockets, calls to KMS. */
export interface Price {
  readonly writes: number;
  readonly reads: number;
  readonly trips: number;
  readonly pushes: number;
  readonly kmsCalls: number;
}

/** Runs a step and tells what the one invocation behind `route` cost. */
export async function priceOf(system: System, route: string, step: () => Promise<unknown>): Promise<Price> {
  const before = system.runtime.meter.last;
  await step();
  const made = system.runtime.meter.since(before).filter((invocation) => invocation.route === route);
  const [only] = made;
  if (!only || made.length > 1) throw new Error(`${made.length} invocations of ${route} instead of one`);
  return figures(only);
}

/** What each invocation of a function cost since the one with this number, whatever led to it. */
export const spentBy = ({ runtime }: System, name: string, since: number): Price[] =>
  runtime.meter
    .since(since)
    .filter((invocation) => invocation.function === name)
    .map(figures);

function figures({ writes, reads, trips, pushes, kmsCalls }: MeteredInvocation): Price {
  return { writes, reads, trips, pushes, kmsCalls };
}
