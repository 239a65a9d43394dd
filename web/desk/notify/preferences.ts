/** What one wants to be told how, on this browser. What the brand wants told at all is an account setting. */
export interface Preferences {
  /** A short word in passing on the page. */
  readonly toasts: boolean;
  /** How much waits for one, in the title of the page. */
  readonly title: boolean;
  readonly sound: boolean;
  /** The browser's own notifications, while the page is not looked at. */
  readonly browser: boolean;
  /** Shortcuts of one key: whoever dictates or trembles can turn them off. */
  readonly keys: boolean;
}

const initial: Preferences = { toasts: true, title: true, sound: false, browser: false, keys: true };
const place = 'doorstep:desk';

export function readPreferences(): Preferences {
  try {
    return { ...initial, ...(JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Preferences>) };
  } catch {
    return initial;
  }
}

export function savePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(place, JSON.stringify(preferences));
  } catch {
    // A browser that stores nothing: they hold for as long as the page does.
  }
}
