import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SignInSession } from '../client/index.ts';
import { Toasts } from '../ui/toast.tsx';
import { type AreaProps, areas } from './areas.ts';
import { Menu } from './menu.tsx';
import { usePlace } from './route.ts';
import { Search } from './search.tsx';
import { Loading } from './states.tsx';

interface ConsoleProps {
  readonly me: SignInSession;
  readonly signOut: () => void;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');

/** The console: everything that an admin sets and sees of the brand, one screen an area. */
export function Console({ me, signOut }: ConsoleProps) {
  const place = usePlace();
  const [searching, setSearching] = useState(false);
  const area = areas.find(({ id }) => id === place.area) ?? areas[0];

  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const combined = (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k';
      if (!combined && (event.key !== '/' || isTyping(event.target))) return;
      event.preventDefault();
      setSearching(true);
    };
    addEventListener('keydown', keys);
    return () => removeEventListener('keydown', keys);
  }, []);

  return (
    <div class="console">
      <button type="button" class="button skip" onClick={focusContent}>
        Skip to the content
      </button>
      <header class="bar">
        <strong class="product">Doorstep</strong>
        <span class="brand">
          <bdi>{me.brand}</bdi>
        </span>
        <button
          type="button"
          class="button small find"
          aria-keyshortcuts="/"
          onClick={() => setSearching(true)}
        >
          Search settings <kbd>/</kbd>
        </button>
        <nav class="pages" aria-label="Pages">
          <a href="/desk/">Desk</a>
          <a href="/sign-in/#account">
            <bdi>{me.name}</bdi>
          </a>
        </nav>
        <button type="button" class="button small" onClick={signOut}>
          Sign out
        </button>
      </header>
      <Menu current={area?.id} />
      <main id="content">
        {area && <Screen key={area.id} load={area.load} title={area.title} {...place} me={me} />}
      </main>
      {searching && <Search close={() => setSearching(false)} />}
      <Toasts />
    </div>
  );
}

function focusContent(): void {
  document.querySelector<HTMLElement>('#content h1')?.focus();
}

interface ScreenProps extends AreaProps {
  readonly title: string;
  readonly load: () => Promise<{ readonly default: ComponentType<AreaProps> }>;
}

/** A screen, once it is loaded. Whoever comes by the menu is told that it has changed: its heading takes the focus. */
function Screen({ load, title, rest, query, me }: ScreenProps) {
  const [loaded, setLoaded] = useState<{ readonly Area: ComponentType<AreaProps> }>();
  const depth = rest.join('/');
  const arrived = useRef(depth);

  useEffect(() => {
    void load().then(({ default: Area }) => setLoaded({ Area }));
  }, [load]);
  useEffect(() => {
    document.title = `${title} · Doorstep`;
    if (!loaded) return;
    // A screen that replaced another took with it whatever had the focus.
    if (document.activeElement !== document.body || arrived.current !== depth)
      document.querySelector<HTMLElement>('#content h1')?.focus({ preventScroll: true });
    arrived.current = depth;
    scrollTo(0, 0);
  }, [title, loaded, depth]);

  if (!loaded) return <Loading />;
  return <loaded.Area key={depth} rest={rest} query={query} me={me} />;
}
