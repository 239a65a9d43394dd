import { render } from 'preact';
import { type ConsumerCallbacks, ConsumerClient } from '../client/index.ts';
import { OtherTabs } from './other-tabs.ts';
import css from './widget.css?inline';
import { Widget } from './widget.tsx';

/** Where this script came from is where the API is, unless the page says otherwise. */
const scriptOrigin =
  document.currentScript instanceof HTMLScriptElement ? new URL(document.currentScript.src).origin : '';

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

type Claimed = Readonly<Record<string, string>> | undefined;

/**
 * `<doorstep-chat brand="acme" engagement="web">`: the chat on a brand's page. Further attributes:
 * - `api`: the app's origin, where the script was not loaded from it.
 * - `return-to`: where logins at another page end, one of the brand's registered return addresses. It loads `return.js`.
 * - `logged-in`: the page's visitor is logged in, so the chat begins so. It may come and go.
 * - `login-first`: a login comes before the chat.
 *
 * Set `callbacks` to log people in. Call `logOut()` when the person logs out of the page. Tells the page
 * `doorstep-stepped-up`, `doorstep-ended` and `doorstep-logged-out`.
 */
class DoorstepChat extends HTMLElement {
  static readonly observedAttributes = ['logged-in'];
  #callbacks: ConsumerCallbacks = {};
  #claimed: Claimed;
  #client: ConsumerClient | undefined;
  #others: OtherTabs | undefined;
  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #wake = () => {
    if (document.visibilityState === 'visible') this.#client?.wake();
  };

  /** How the page logs its person in; may be set late. */
  get callbacks(): ConsumerCallbacks {
    return this.#callbacks;
  }

  set callbacks(callbacks: ConsumerCallbacks) {
    this.#callbacks = callbacks;
    if (this.#client) this.#client.callbacks = callbacks;
  }

  /** What the page says of its visitor: up to ten short texts. Agents read them apart from what the brand has signed. */
  get claimed(): Claimed {
    return this.#claimed;
  }

  set claimed(claimed: Claimed) {
    this.#claimed = claimed;
    if (this.#client) this.#client.claimed = claimed;
  }

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = [sheet];
    const api = this.getAttribute('api') ?? scriptOrigin;
    const brand = this.getAttribute('brand') ?? '';
    const returnTo = this.getAttribute('return-to');
    const client = new ConsumerClient({
      api,
      brand,
      engagement: this.getAttribute('engagement') ?? '',
      callbacks: this.#callbacks,
      claimed: this.#claimed,
      returnTo: returnTo === null ? undefined : new URL(returnTo, document.baseURI).href,
      loggedIn: this.hasAttribute('logged-in'),
      loginFirst: this.hasAttribute('login-first'),
    });
    this.#client = client;
    this.#others = new OtherTabs(`${api} ${brand}`, () => void this.#leave());
    client.on('steppedUp', (detail) => this.#tell('doorstep-stepped-up', detail));
    client.on('ended', (detail) => this.#tell('doorstep-ended', detail));
    addEventListener('online', this.#wake);
    document.addEventListener('visibilitychange', this.#wake);
    render(<Widget client={client} />, this.#root);
    client.resume();
  }

  attributeChangedCallback(): void {
    if (this.#client) this.#client.loggedIn = this.hasAttribute('logged-in');
  }

  /**
   * For the page's own logout: this browser forgets the conversation in all its tabs, and the server takes nothing from
   * them any more. Answers whether the server knows; wait for it before the page is left. `everywhere` ends it on each
   * device of the person.
   */
  logOut(options: { everywhere?: boolean } = {}): Promise<boolean> {
    this.#others?.tell();
    return this.#leave(options);
  }

  /** Leaves the conversation without ending it; the next message begins a new one. */
  startOver(): void {
    this.#client?.startOver();
  }

  disconnectedCallback(): void {
    removeEventListener('online', this.#wake);
    document.removeEventListener('visibilitychange', this.#wake);
    this.#others?.end();
    render(null, this.#root);
    this.#client?.stop();
  }

  async #leave(options = {}): Promise<boolean> {
    const left = await this.#client?.logOut(options);
    this.#tell('doorstep-logged-out', undefined);
    return left?.ok ?? true;
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

if (!customElements.get('doorstep-chat')) customElements.define('doorstep-chat', DoorstepChat);
