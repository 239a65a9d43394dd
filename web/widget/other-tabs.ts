const channelName = 'doorstep-logout';

/** The same chat in other tabs of this browser: a logout in one of them is one in all. */
export class OtherTabs {
  readonly #chat: string;
  readonly #channel = new BroadcastChannel(channelName);

  /**
   * @param chat which chat: a page may have one of each brand
   * @param loggedOut somebody has logged out in another tab
   */
  constructor(chat: string, loggedOut: () => void) {
    this.#chat = chat;
    this.#channel.onmessage = ({ data, origin }) => {
      if (origin === location.origin && data === chat) loggedOut();
    };
  }

  tell(): void {
    this.#channel.postMessage(this.#chat);
  }

  end(): void {
    this.#channel.close();
  }
}
