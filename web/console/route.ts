import { useEffect, useState } from 'preact/hooks';

/** Where in the console one is: an area, and what in it. It stands in the fragment, so that the pages stay static. */
export interface Place {
  readonly area: string;
  /** The rest of the path, segment by segment: an id, a tab. */
  readonly rest: readonly string[];
}

const read = (): Place => {
  const [area = '', ...rest] = location.hash.slice(2).split('/').map(decodeURIComponent);
  return { area, rest };
};

/** The address of a place, for a link. */
export const to = (area: string, ...rest: string[]): string =>
  `#/${[area, ...rest].map(encodeURIComponent).join('/')}`;

/** Goes there. */
export function go(area: string, ...rest: string[]): void {
  location.hash = to(area, ...rest);
}

/** Asked before a place is left; answers whether it may be. */
let mayLeave: () => boolean = () => true;
export const beforeLeaving = (ask: () => boolean): (() => void) => {
  mayLeave = ask;
  return () => {
    mayLeave = () => true;
  };
};

/** Where one is, and again whenever that changes. */
export function usePlace(): Place {
  const [place, setPlace] = useState(read);
  useEffect(() => {
    let at = location.hash;
    const changed = () => {
      if (location.hash === at) return;
      if (mayLeave()) {
        at = location.hash;
        setPlace(read());
      } else history.replaceState(null, '', at);
    };
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return place;
}
