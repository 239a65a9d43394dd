import { render } from 'preact';
import css from './panel.css?inline';
import { ChatPanel, type PanelProps } from './panel.tsx';
import { WithWords, wordsOf } from './words.tsx';

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** The panel in its place in a shadow tree. */
export class Panel {
  readonly #place: HTMLElement;
  readonly #props: PanelProps;
  readonly #box = document.createElement('section');
  #words = wordsOf('en', {});
  #person = 0;
  readonly #fit = () => {
    // A keyboard on the screen covers what the page does not know of.
    const { height, offsetTop } = visualViewport ?? { height: innerHeight, offsetTop: 0 };
    this.#box.style.setProperty('--seen-height', `${height}px`);
    this.#box.style.setProperty('--seen-top', `${offsetTop}px`);
  };

  constructor(place: HTMLElement, props: PanelProps) {
    this.#place = place;
    this.#props = props;
    const root = place.getRootNode() as ShadowRoot;
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
    this.#box.className = 'panel';
    this.#box.role = 'dialog';
    this.#box.tabIndex = -1;
    this.#box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') props.close();
    });
    this.#fit();
    visualViewport?.addEventListener('resize', this.#fit);
    visualViewport?.addEventListener('scroll', this.#fit);
    place.replaceChildren(this.#box);
  }

  /** Whoever was here is gone, with all that was begun to say or ask. */
  forget(): void {
    this.#person++;
    this.#render();
  }

  /** @param changed words that are not the English ones */
  show(locale: string, changed: Readonly<Record<string, string>>): void {
    this.#words = wordsOf(locale, changed);
    this.#box.ariaLabel = this.#words.text('title');
    this.#render();
  }

  #render(): void {
    render(
      <WithWords value={this.#words}>
        <ChatPanel key={this.#person} {...this.#props} />
      </WithWords>,
      this.#box,
    );
  }

  /** Where one writes; on a touch screen, where that would bring the keyboard up, the panel itself. */
  focus(): void {
    const field = matchMedia('(pointer: coarse)').matches ? null : this.#box.querySelector('textarea');
    (field ?? this.#box).focus();
  }

  end(): void {
    visualViewport?.removeEventListener('resize', this.#fit);
    visualViewport?.removeEventListener('scroll', this.#fit);
    render(null, this.#box);
    this.#place.replaceChildren();
  }
}
