import type { JWK } from 'jose';
import { done, type Result, refuse } from '../core/result.ts';
import { Fetched } from './fetched.ts';
import type { FetchJson } from './json-fetch.ts';

/** A kid that is not known has the keys fetched anew, at most once in five minutes. */
const refetchAfter = 5 * 60 * 1000;
/** More keys than anybody rotates through. */
const mostKeys = 100;

/** The keys that brands' hosts publish (RFC 7517, section 5), as one environment knows them. */
export class Jwks {
  readonly #sets: Fetched<readonly JWK[]>;
  readonly #now: () => number;

  constructor(fetchJson: FetchJson, now: () => number) {
    const get = async (url: string) => {
      const set = await fetchJson(url);
      return set.ok ? keysOf(set.value) : set;
    };
    this.#sets = new Fetched(get, now);
    this.#now = now;
  }

  /**
   * The keys at an address, public or not, unchecked. Where `kid` is given and not among them they are fetched anew, if that
   * was not done lately.
   * @returns `unavailable` when the host does not serve them
   */
  async find(brand: string, url: string, kid: string | undefined): Promise<Result<readonly JWK[]>> {
    const asked = this.#now();
    const known = await this.#sets.find(brand, url);
    if (!known.ok || kid === undefined || known.value.some((key) => key.kid === kid)) return known;
    // What was fetched for this very question is new enough.
    const again = await this.#sets.renew(brand, url, refetchAfter, asked);
    // A host that is down now has published no new key.
    return again?.ok ? again : known;
  }
}

function keysOf({ keys }: Readonly<Record<string, unknown>>): Result<readonly JWK[]> {
  const isKey = (key: unknown): key is JWK =>
    typeof key === 'object' && key !== null && typeof (key as JWK).kty === 'string';
  if (!Array.isArray(keys) || keys.length > mostKeys)
    return refuse('unavailable', {
      retryAfter: 5,
      detail: "The brand's host serves no JWK Set, or one of more than 100 keys.",
    });
  return done(keys.filter(isKey));
}
