import type { ConsumerCallbacks } from '../client/index.ts';
import type { DoorstepChatElement } from './doorstep.d.ts';
import { type ChangedTexts, Host } from './host.ts';

type Claimed = Readonly<Record<string, string>> | undefined;

/** Where pages are rendered on a server there are no elements; the module may be loaded there all the same. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * `<doorstep-chat brand="acme" engagement="web">`: the chat on a brand's page. docs/guides/widget.md says of each
 * attribute, property, method and event what it is for.
 */
export class DoorstepChat extends Base implements DoorstepChatElement {
  static readonly observedAttributes = ['logged-in', 'lang', 'theme', 'dir'];
  /** Where the API is, where the page does not say. */
  static origin = '';
  #callbacks: ConsumerCallbacks = {};
  #claimed: Claimed;
  #texts: ChangedTexts = {};
  #host: Host | undefined;
  readonly #root = this.attachShadow({ mode: 'open' });

  /** How the page logs its person in; may be set late. */
  get callbacks(): ConsumerCallbacks {
    return this.#callbacks;
  }

  set callbacks(callbacks: ConsumerCallbacks) {
    this.#callbacks = callbacks;
    const client = this.#host?.chat?.client;
    if (client) client.callbacks = callbacks;
  }

  /** What the page says of its visitor: up to ten short texts. Agents read them apart from what the brand has signed. */
  get claimed(): Claimed {
    return this.#claimed;
  }

  set claimed(claimed: Claimed) {
    this.#claimed = claimed;
    const client = this.#host?.chat?.client;
    if (client) client.claimed = claimed;
  }

  /** Words of the widget that the page says otherwise, or in a language of its own. */
  get texts(): ChangedTexts {
    return this.#texts;
  }

  set texts(texts: ChangedTexts) {
    this.#texts = texts;
    this.#host?.changed();
  }

  connectedCallback(): void {
    this.#takeEarly();
    const name = {
      api: this.getAttribute('api') ?? DoorstepChat.origin,
      brand: this.getAttribute('brand') ?? '',
      engagement: this.getAttribute('engagement') ?? '',
    };
    const element = this;
    this.#host = new Host(this.#root, {
      element,
      name,
      get texts() {
        return element.#texts;
      },
      options: () => ({
        ...name,
        callbacks: this.#callbacks,
        claimed: this.#claimed,
        returnTo: this.#returnTo,
        loggedIn: this.hasAttribute('logged-in'),
        loginFirst: this.hasAttribute('login-first'),
      }),
      tell: (event, detail) => this.#tell(event, detail),
    });
  }

  attributeChangedCallback(attribute: string): void {
    if (attribute !== 'logged-in') this.#host?.changed();
    else if (this.#host?.chat) this.#host.chat.client.loggedIn = this.hasAttribute('logged-in');
  }

  disconnectedCallback(): void {
    this.#host?.end();
    this.#host = undefined;
  }

  /** Shows the chat. The promise is kept once it is there. */
  async open(): Promise<void> {
    await this.#host?.open();
  }

  /** Shows the launcher alone; the conversation goes on. */
  close(): void {
    this.#host?.close();
  }

  /**
   * For the page's own logout: this browser forgets the conversation in all its tabs, and the server takes nothing from
   * them any more. Answers whether the server knows; wait for it before the page is left. `everywhere` ends it on each
   * device of the person.
   */
  async logOut(options: { everywhere?: boolean } = {}): Promise<boolean> {
    return (await this.#host?.logOut(options)) ?? true;
  }

  /** Leaves the conversation without ending it; the next message begins a new one. */
  startOver(): void {
    this.#host?.chat?.client.startOver();
  }

  /** What the page had set before this script was there hides what the element itself has under these names. */
  #takeEarly(): void {
    for (const name of ['callbacks', 'claimed', 'texts'] as const) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete (this as Partial<DoorstepChat>)[name];
      Object.assign(this, { [name]: value });
    }
  }

  get #returnTo(): string | undefined {
    const returnTo = this.getAttribute('return-to');
    return returnTo === null ? undefined : new URL(returnTo, document.baseURI).href;
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(`doorstep-${name}`, { detail, bubbles: true, composed: true }));
  }
}

/** @param origin where the API is, where the page does not say */
export function defineChat(origin: string): void {
  if (customElements.get('doorstep-chat')) return;
  DoorstepChat.origin = origin;
  customElements.define('doorstep-chat', DoorstepChat);
}
