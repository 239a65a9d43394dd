import { discoveryUrl, type ProviderMetadata, readMetadata } from '../core/oidc/metadata.ts';
import type { Result } from '../core/result.ts';
import { Fetched } from './fetched.ts';
import type { FetchJson } from './json-fetch.ts';

/** Where brands' OpenID providers are, as one environment knows it: discovered again after an hour. */
export class Discovery {
  readonly #found: Fetched<ProviderMetadata>;

  constructor(fetchJson: FetchJson, loopback: readonly string[], now: () => number) {
    this.#found = new Fetched(async (issuer) => {
      const document = await fetchJson(discoveryUrl(issuer));
      return document.ok ? readMetadata(document.value, issuer, loopback) : document;
    }, now);
  }

  /** @returns `unavailable` when the provider does not say, or not as it must */
  find(brand: string, issuer: string): Promise<Result<ProviderMetadata>> {
    return this.#found.find(brand, issuer);
  }
}
