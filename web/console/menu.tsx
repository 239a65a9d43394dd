import { useEffect, useRef, useState } from 'preact/hooks';
import { Down } from '../ui/icons.tsx';
import { areas, groups } from './areas.ts';
import { to } from './route.ts';

/** The screens by their groups. Where there is little room it opens on request, and says where one is. */
export function Menu({ current }: { readonly current: string | undefined }) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLElement>(null);

  useEffect(() => {
    setOpen(false);
    // The menu may be longer than the window; the page itself stays where it is.
    const link = box.current?.querySelector<HTMLElement>('[aria-current]');
    if (!link || !box.current) return;
    const { clientHeight, scrollTop } = box.current;
    if (link.offsetTop < scrollTop || link.offsetTop + link.offsetHeight > scrollTop + clientHeight)
      box.current.scrollTop = link.offsetTop - clientHeight / 2;
  }, [current]);

  return (
    <nav class={open ? 'menu open' : 'menu'} aria-label="Settings" ref={box}>
      <button type="button" class="button menu-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span>
          <span class="visually-hidden">Menu: </span>
          {areas.find(({ id }) => id === current)?.title}
        </span>
        <Down />
      </button>
      <div class="menu-groups">
        {groups.map(({ title, areas: inGroup }) => (
          <section key={title}>
            {title && <h2>{title}</h2>}
            <ul>
              {inGroup.map(({ id, title: name }) => (
                <li key={id}>
                  <a href={to(id)} aria-current={id === current ? 'page' : undefined}>
                    {name}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}
