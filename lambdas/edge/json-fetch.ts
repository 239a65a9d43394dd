import { done, type Result, refuse } from '../core/result.ts';
import { guardedFetch } from './guarded-fetch.ts';

/** A JSON object that somebody else serves. */
export type JsonObject = Readonly<Record<string, unknown>>;
export type FetchJson = (url: string) => Promise<Result<JsonObject>>;

/** Fetches a JSON object from an address that a brand has set; whatever else comes is `unavailable`, and said why. */
export const fetchJson =
  (loopback: readonly string[]): FetchJson =>
  async (url) => {
    const fetched = await guardedFetch(url, { loopback, headers: { accept: 'application/json' } });
    if (!fetched.ok) return notThere(fetched.why);
    if (fetched.value.status !== 200) return notThere(`status ${fetched.value.status}`);
    const value = parsed(fetched.value.text);
    return value ? done(value) : notThere('not a JSON object');
  };

const notThere = (why: string) =>
  refuse('unavailable', { retryAfter: 5, detail: `What the brand's host serves cannot be used: ${why}.` });

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}
