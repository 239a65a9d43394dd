import { useId, useMemo, useState } from 'preact/hooks';
import { useModal } from '../ui/use-modal.ts';
import { areas } from './areas.ts';
import { go } from './route.ts';

interface Hit {
  readonly area: string;
  readonly title: string;
  /** The screen it is on, where it is not the screen itself. */
  readonly on?: string;
}

const all: readonly Hit[] = areas.flatMap(({ id, title, words }) => [
  { area: id, title },
  ...words.map((word) => ({ area: id, title: word, on: title })),
]);

const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** What fits every word that was typed; screens first. */
function find(typed: string): readonly Hit[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const fits = ({ title, on = '' }: Hit) => words.every((word) => plain(`${title} ${on}`).includes(word));
  return all.filter(fits).slice(0, 12);
}

/** Search across all settings, by keyboard alone: the arrows choose, Enter goes there. */
export function Search({ close }: { readonly close: () => void }) {
  const box = useModal();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const hits = useMemo(() => find(typed), [typed]);

  function take(hit: Hit | undefined) {
    if (!hit) return;
    close();
    go(hit.area);
  }

  function steer(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setChosen((at) => (at + step + hits.length) % Math.max(1, hits.length));
    else if (event.key === 'Enter') take(hits[chosen]);
    else return;
    event.preventDefault();
  }

  return (
    <dialog ref={box} class="dialog search" aria-label="Search settings" onClose={close}>
      <input
        type="text"
        class="input"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-hits`}
        aria-activedescendant={hits.length > 0 ? `${id}-${chosen}` : undefined}
        aria-label="Search settings"
        placeholder="Search settings"
        autocomplete="off"
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={steer}
      />
      <div class="hits" id={`${id}-hits`} role="listbox" aria-label="Settings">
        {hits.map((hit, index) => (
          <div
            key={`${hit.area} ${hit.title}`}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onPointerMove={() => setChosen(index)}
            onClick={() => take(hit)}
            onKeyDown={steer}
          >
            <span>{hit.title}</span>
            {hit.on && <span class="hint">{hit.on}</span>}
          </div>
        ))}
      </div>
      {hits.length === 0 && (
        <p class="hint none" role="status">
          Nothing is called that. Try another word.
        </p>
      )}
    </dialog>
  );
}
