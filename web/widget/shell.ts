import css from './launcher.css?inline';

const sheet = typeof CSSStyleSheet === 'undefined' ? undefined : new CSSStyleSheet();
sheet?.replaceSync(css);

function part<K extends keyof HTMLElementTagNameMap>(name: K, className: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.className = className;
  return element;
}

/** A speech bubble with three dots in it, which move while the chat is loading. */
function bubble(): SVGElement {
  const draw = (name: string, attributes: Readonly<Record<string, string>>): SVGElement => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const icon = draw('svg', { viewBox: '0 0 28 28', width: '28', height: '28', 'aria-hidden': 'true' });
  icon.append(
    draw('path', {
      fill: 'currentColor',
      d: 'M14 4.2c-6 0-10.6 3.9-10.6 8.9 0 2.7 1.3 5 3.5 6.7l-.9 3.4c-.1.5.4.9.9.7l4.2-2.1c.9.2 1.9.3 2.9.3 6 0 10.6-3.9 10.6-9S20 4.2 14 4.2z',
    }),
    ...['9.4', '14', '18.6'].map((cx) => draw('circle', { cx, cy: '13.1', r: '1.45' })),
  );
  return icon;
}

/** What the page shows of the chat: the launcher, and the place of the panel. */
export class Shell {
  readonly place = part('div', 'place');
  readonly #frame = part('div', 'doorstep');
  readonly #launcher = part('button', 'launcher');
  readonly #badge = part('span', 'badge');
  readonly #said = part('p', 'said');
  #label = { open: '', unread: '', count: 0 };

  /**
   * @param open the launcher was clicked
   * @param soon the pointer or the focus is on it
   */
  constructor(root: ShadowRoot, open: () => void, soon: () => void) {
    if (sheet) root.adoptedStyleSheets = [sheet];
    this.#launcher.type = 'button';
    this.#launcher.ariaHasPopup = 'dialog';
    this.#launcher.append(bubble(), this.#badge);
    this.#launcher.addEventListener('click', open);
    this.#launcher.addEventListener('pointerenter', soon);
    this.#launcher.addEventListener('focus', soon);
    this.#badge.hidden = true;
    this.#said.role = 'status';
    this.#frame.append(this.#launcher, this.#said, this.place);
    root.replaceChildren(this.#frame);
  }

  /** The page around may be light or dark, or say nothing of it: then it is as the person likes it. */
  followPage(scheme: string): void {
    this.#frame.dataset.scheme = scheme === 'normal' ? 'both' : 'page';
  }

  words(locale: string, open: string, unread: string): void {
    this.#frame.lang = locale;
    this.#label = { ...this.#label, open, unread };
    this.#name();
  }

  unread(count: number): void {
    if (this.#label.count === count) return;
    this.#label = { ...this.#label, count };
    this.#badge.hidden = count === 0;
    this.#badge.textContent = count > 9 ? '9+' : `${count}`;
    this.#name();
    this.say(count === 0 ? '' : this.#news);
  }

  /** Says something beside the launcher, to those who hear it too. */
  say(words: string, isShown = false): void {
    this.#said.textContent = words;
    this.#said.classList.toggle('shown', isShown && words !== '');
  }

  loading(is: boolean): void {
    this.#launcher.ariaBusy = `${is}`;
  }

  /** The panel takes the place of the launcher. */
  opened(is: boolean): void {
    this.#launcher.hidden = is;
  }

  focus(): void {
    this.#launcher.focus();
  }

  get #news(): string {
    return this.#label.unread.replace('{count}', `${this.#label.count}`);
  }

  #name(): void {
    this.#launcher.ariaLabel = this.#label.open + (this.#label.count > 0 ? `, ${this.#news}` : '');
  }
}
