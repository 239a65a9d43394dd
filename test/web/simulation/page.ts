import type { Clock } from '../../../web/client/clock.ts';
import type { Store } from '../../../web/client/storage.ts';
import type { LoginWindows } from '../../../web/client/windows.ts';
import type { SimBrowser } from './browser.ts';
import type { SimServer } from './server.ts';

/** What a client stands on in one loaded page. Once the page is gone, nothing of it runs any more. */
export class SimPage {
  readonly storage: Store;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly connect: SimServer['connect'];
  readonly windows: LoginWindows;
  #isLoaded = true;

  constructor(server: SimServer, clock: Clock, storage: Store, browser: SimBrowser) {
    this.windows = browser.windowsOf(storage, () => this.#isLoaded);
    this.storage = {
      getItem: (key) => storage.getItem(key),
      setItem: (key, value) => this.#isLoaded && storage.setItem(key, value),
      removeItem: (key) => this.#isLoaded && storage.removeItem(key),
    };
    this.clock = {
      now: () => clock.now(),
      after: (ms, run) => clock.after(ms, () => this.#isLoaded && run()),
    };
    this.fetch = async (input, init) => {
      const answer = await server.fetch(input, init);
      return this.#isLoaded ? answer : new Promise(() => {});
    };
    this.connect = server.connect;
  }

  /** The page is closed or loaded anew: its code ends where it stands. */
  unload(): void {
    this.#isLoaded = false;
  }
}
