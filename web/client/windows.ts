import {
  type Away,
  asOutcome,
  awayKey,
  type LoginOutcome,
  loginChannel,
  receivedMessage,
} from './login-outcome.ts';

/** The window in which the person logs in. */
export interface LoginWindow {
  go(url: string): void;
  close(): void;
  /** No handle on it any more: it was closed, or the login's page cut the tie to whoever opened it. */
  readonly isGone: boolean;
  /** Shows a page that keeps the tie, so that gone means closed. */
  readonly isTied: boolean;
}

/** How a login elsewhere is shown, and how what came of it is heard. Browsers have it; Node.js and apps do not. */
export interface LoginWindows {
  /** Opens an empty window; call it in the click itself. Undefined where the browser blocks it. */
  open(): LoginWindow | undefined;
  /** Whether the person is at this page again. */
  readonly isHere: boolean;
  /** Leaves this page for the login; the page is loaded anew afterwards. */
  leave(url: string, state: string): void;
  /** What the login came to for which this tab had left its page, once. */
  returned(state: string): LoginOutcome | undefined;
  /** Hears outcomes, until the answer is called. `heard` says whether an outcome is its own. */
  listen(heard: (outcome: LoginOutcome) => boolean): () => void;
}

/** The browser's own; undefined where there is none. */
export function browserWindows(): LoginWindows | undefined {
  if (typeof document === 'undefined' || typeof BroadcastChannel === 'undefined') return undefined;
  return {
    open: openWindow,
    get isHere() {
      return document.hasFocus();
    },
    leave,
    returned,
    listen,
  };
}

function openWindow(): LoginWindow | undefined {
  const popup = open('about:blank', '_blank', 'popup,width=480,height=720');
  if (!popup) return undefined;
  // Whatever is shown there must not steer this page.
  popup.opener = null;
  return {
    go: (url) => popup.location.replace(url),
    close: () => popup.close(),
    get isGone() {
      return popup.closed;
    },
    get isTied() {
      try {
        return popup.location.href !== 'about:blank';
      } catch {
        return true;
      }
    },
  };
}

function leave(url: string, state: string): void {
  const away: Away = { state, page: location.href };
  sessionStorage.setItem(awayKey, JSON.stringify(away));
  location.assign(url);
}

function returned(state: string): LoginOutcome | undefined {
  const text = sessionStorage.getItem(awayKey);
  const away = text === null ? undefined : (JSON.parse(text) as Away);
  if (away?.state !== state || away.outcome?.state !== state) return undefined;
  sessionStorage.removeItem(awayKey);
  return away.outcome;
}

function listen(heard: (outcome: LoginOutcome) => boolean): () => void {
  const channel = new BroadcastChannel(loginChannel);
  channel.onmessage = ({ data, origin }) => {
    const outcome = origin === location.origin ? asOutcome(data) : undefined;
    if (outcome && heard(outcome)) channel.postMessage({ type: receivedMessage, state: outcome.state });
  };
  return () => {
    channel.onmessage = null;
    // Whoever was heard last is answered first.
    setTimeout(() => channel.close());
  };
}
