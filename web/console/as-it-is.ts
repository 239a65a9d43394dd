import type { Outcome } from '../client/outcome.ts';
import type { Answered } from './api.ts';

/** Changes or deletes a thing as it is at this moment: reads it first, since the server wants to hear which version is meant. */
export async function asItIs<T, U>(
  read: Promise<Outcome<Answered<T>>>,
  act: (version: string | undefined, value: T) => Promise<Outcome<Answered<U>>>,
): Promise<Outcome<Answered<U>>> {
  const found = await read;
  return found.ok ? act(found.value.version, found.value.body) : found;
}
