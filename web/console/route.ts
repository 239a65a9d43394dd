import { useEffect, useState } from 'preact/hooks';

/** What the address says besides the path: filters, so that what is shown can be linked. */
export type Query = Readonly<Record<string, string>>;

/** Where in the console one is: an area, and what in it. It stands in the fragment, so that the pages stay static. */
export interface Place {
  readonly area: string;
  /** The rest of the path, segment by segment: an id, a tab. */
  readonly rest: readonly string[];
  readonly query: Query;
}

/** A fragment that somebody has cut off or written by hand is no reason to fail. */
function plain(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const read = (): Place => {
  const [path = '', query = ''] = location.hash.slice(2).split('?', 2);
  const [area = '', ...rest] = path.split('/').map(plain);
  return { area, rest, query: Object.fromEntries(new URLSearchParams(query)) };
};

/** The address of a place, for a link. */
export const to = (area: string, ...rest: string[]): string =>
  `#/${[area, ...rest].map(encodeURIComponent).join('/')}`;

/** The same with what is to be shown there; what is empty is left out. */
export function toShown(area: string, query: { readonly [name: string]: string | undefined }): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return given.length === 0 ? to(area) : `${to(area)}?${new URLSearchParams(given)}`;
}

/** Goes there. */
export function go(area: string, ...rest: string[]): void {
  location.hash = to(area, ...rest);
}

/** Says in the address what is shown now, as the place where one is: Back leaves the screen and not the filter. */
export function show(area: string, query: { readonly [name: string]: string | undefined }): void {
  history.replaceState(null, '', toShown(area, query));
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Asked before a place is left, with what goes on to the next: at once, later or never. */
let asked: ((goOn: () => void) => void) | undefined;
export const beforeLeaving = (ask: (goOn: () => void) => void): (() => void) => {
  asked = ask;
  return () => {
    asked = undefined;
  };
};

/** Where one is, and again whenever that changes. */
export function usePlace(): Place {
  const [place, setPlace] = useState(read);
  useEffect(() => {
    let at = location.hash;
    const changed = () => {
      const next = location.hash;
      if (next === at) return;
      const enter = () => {
        history.replaceState(null, '', next);
        at = next;
        setPlace(read());
      };
      if (!asked) return enter();
      history.replaceState(null, '', at);
      asked(enter);
    };
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return place;
}
