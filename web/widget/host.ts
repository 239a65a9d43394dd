import { type ChatName, isUnderWay, savedKey } from '../client/saved-chat.ts';
import { tabStore } from '../client/storage.ts';
import type { Chat, ChatOptions } from './chat.ts';
import { type Language, languageOf } from './language.ts';
import { type LauncherWords, launcherWords } from './launcher-words.ts';
import { Memory } from './memory.ts';
import { OtherTabs } from './other-tabs.ts';
import type { Panel } from './panel/main.tsx';
import { parts, textsIn } from './parts.ts';
import { Shell } from './shell.ts';

export type ChangedTexts = Readonly<Record<string, string>>;

/** The element on the page, as the chat needs it. */
export interface PageElement {
  readonly element: HTMLElement;
  readonly name: ChatName;
  readonly texts: ChangedTexts;
  /** What the client is to know of the page, as it is now. */
  options(): Omit<ChatOptions, 'unread' | 'tell'>;
  tell(name: string, detail?: unknown): void;
}

/** One chat on a page: shows the launcher, and loads the rest when there is something to do with it. */
export class Host {
  readonly #page: PageElement;
  readonly #key: string;
  readonly #shell: Shell;
  readonly #memory: Memory;
  readonly #others: OtherTabs;
  #starting: Promise<Chat> | undefined;
  #chat: Chat | undefined;
  #panel: Panel | undefined;
  /** The panel is shown, or will be in a moment. */
  #isOpen = false;
  #isOver = false;

  constructor(root: ShadowRoot, page: PageElement) {
    this.#page = page;
    this.#key = savedKey(page.name);
    this.#memory = new Memory(this.#key);
    this.#shell = new Shell(
      root,
      () => void this.open(),
      () => void this.#load().catch(() => {}),
    );
    this.#others = new OtherTabs(`${page.name.api} ${page.name.brand}`, () => void this.#leave());
    this.changed();
    if (this.#memory.isOpen) void this.open(false);
    else if (isUnderWay(this.#saved)) this.#start().catch(() => {});
  }

  /** The client, once it is loaded. */
  get chat(): Chat | undefined {
    return this.#chat;
  }

  /** @param byHand somebody wants to use it now, so the focus goes there */
  async open(byHand = true): Promise<void> {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#memory.isOpen = true;
    this.#shell.loading(true);
    this.#shell.say('');
    try {
      const [chat, { Panel }] = await Promise.all([this.#start(), parts.panel(), this.#loadTexts()]);
      // Closed again, or gone from the page, while it was loading.
      if (!this.#isOpen) return;
      this.#panel = new Panel(this.#shell.place, {
        chat,
        memory: this.#memory,
        close: () => this.close(),
        logOut: (everywhere) => this.logOut({ everywhere }),
      });
      await this.#tellPanel();
      this.#shell.opened(true);
      if (byHand) this.#panel?.focus();
      this.#page.tell('open');
    } catch {
      this.#isOpen = false;
      this.#memory.isOpen = false;
      this.#shell.say(this.#words.notLoaded, true);
    } finally {
      this.#shell.loading(false);
    }
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#memory.isOpen = false;
    this.#endPanel();
    this.#shell.opened(false);
    this.#shell.focus();
    this.#page.tell('close');
  }

  /** The page has another language, theme or words. */
  changed(): void {
    const { openChat, unread } = this.#words;
    this.#shell.words(this.#language.locale, openChat, unread);
    this.#shell.followPage(getComputedStyle(this.#page.element).colorScheme);
    void this.#tellPanel();
  }

  /** What was loaded for a language that is not the page's any more comes too late. */
  async #tellPanel(): Promise<void> {
    const { code } = this.#language;
    const texts = await this.#loadTexts();
    const { code: now, locale } = this.#language;
    if (now === code) this.#panel?.show(locale, { ...texts, ...this.#page.texts });
  }

  logOut(options: { readonly everywhere?: boolean } = {}): Promise<boolean> {
    this.#others.tell();
    return this.#leave(options);
  }

  end(): void {
    this.#isOver = true;
    this.#isOpen = false;
    this.#others.end();
    this.#endPanel();
    this.#chat?.stop();
  }

  get #saved(): string | null {
    return tabStore().getItem(this.#key);
  }

  get #language(): Language {
    return languageOf(this.#page.element, Object.keys(this.#page.texts).length > 0);
  }

  get #words(): LauncherWords {
    return { ...(launcherWords[this.#language.code] as LauncherWords), ...this.#page.texts };
  }

  #load() {
    return Promise.all([parts.chat(), parts.panel(), this.#loadTexts()]);
  }

  /** English stands in where a language cannot be loaded. */
  async #loadTexts(): Promise<ChangedTexts> {
    const loaded = await textsIn[this.#language.code]?.().catch(() => undefined);
    return loaded?.texts ?? {};
  }

  #start(): Promise<Chat> {
    this.#starting ??= parts.chat().then(
      ({ Chat }) => {
        const chat = new Chat({
          ...this.#page.options(),
          unread: (count) => this.#shell.unread(this.#panel ? 0 : count),
          tell: this.#page.tell,
        });
        this.#chat = chat;
        if (this.#isOver) chat.stop();
        return chat;
      },
      (error) => {
        this.#starting = undefined;
        throw error;
      },
    );
    return this.#starting;
  }

  /** Forgets who was here. Where nothing was kept, nothing has to be loaded for it. */
  async #leave(options = {}): Promise<boolean> {
    this.#memory.draft = '';
    const chat = this.#saved === null ? this.#chat : await this.#start().catch(() => undefined);
    if (!chat) tabStore().removeItem(this.#key);
    const leaving = chat?.client.logOut(options);
    chat?.forget();
    this.#panel?.forget();
    const left = await leaving;
    this.#page.tell('logged-out');
    return left?.ok ?? true;
  }

  #endPanel(): void {
    this.#panel?.end();
    this.#panel = undefined;
  }
}
