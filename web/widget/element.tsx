import { render } from 'preact';
import { type ConsumerCallbacks, ConsumerClient } from '../client/index.ts';
import css from './widget.css?inline';
import { Widget } from './widget.tsx';

/** Where this script came from is where the API is, unless the page says otherwise. */
const scriptOrigin =
  document.currentScript instanceof HTMLScriptElement ? new URL(document.currentScript.src).origin : '';

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/**
 * `<doorstep-chat brand="acme" engagement="web">`: the chat on a brand's page. `api` names the app's origin where the
 * script was not loaded from it. Set `callbacks` to answer requests to log in; call `startOver` when the person logs out.
 * Tells the page `doorstep-stepped-up` and `doorstep-ended`.
 */
class DoorstepChat extends HTMLElement {
  /** How the page logs its person in; read when a request is answered, so that it may be set late. */
  callbacks: Partial<ConsumerCallbacks> = {};
  #client: ConsumerClient | undefined;
  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #wake = () => {
    if (document.visibilityState === 'visible') this.#client?.wake();
  };

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = [sheet];
    const client = new ConsumerClient({
      api: this.getAttribute('api') ?? scriptOrigin,
      brand: this.getAttribute('brand') ?? '',
      engagement: this.getAttribute('engagement') ?? '',
      callbacks: { token: (request) => this.#token(request) },
    });
    this.#client = client;
    client.on('steppedUp', (detail) => this.#tell('doorstep-stepped-up', detail));
    client.on('ended', (detail) => this.#tell('doorstep-ended', detail));
    addEventListener('online', this.#wake);
    document.addEventListener('visibilitychange', this.#wake);
    render(<Widget client={client} />, this.#root);
    client.resume();
  }

  /** For the page's own logout: this browser forgets the conversation, and the next message begins a new one. */
  startOver(): void {
    this.#client?.startOver();
  }

  disconnectedCallback(): void {
    removeEventListener('online', this.#wake);
    document.removeEventListener('visibilitychange', this.#wake);
    render(null, this.#root);
    this.#client?.stop();
  }

  async #token(request: Parameters<ConsumerCallbacks['token']>[0]): Promise<string | undefined> {
    if (!this.callbacks.token)
      throw new Error('doorstep-chat: set element.callbacks = { token } to log people in');
    return this.callbacks.token(request);
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

if (!customElements.get('doorstep-chat')) customElements.define('doorstep-chat', DoorstepChat);
