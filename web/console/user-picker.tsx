import { useEffect, useId, useState } from 'preact/hooks';
import { type Answer, call } from './api.ts';

type Found = Answer<'GET /api/manage/found-users'>['items'][number];

interface UserPickerProps {
  readonly label: string;
  /** The id of who is chosen. */
  readonly value: string | undefined;
  readonly change: (id: string | undefined) => void;
}

const pauseMs = 200;

/** One user among many, found by the beginning of a name. The arrows choose, Enter takes, and an empty field is anybody. */
export function UserPicker({ label, value, change }: UserPickerProps) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const [name, setName] = useState('');
  const [found, setFound] = useState<readonly Found[]>([]);
  const [at, setAt] = useState(0);
  const open = typed !== undefined && typed.trim() !== '';

  useEffect(() => {
    setName('');
    if (value === undefined) return;
    setName(value);
    void call('GET /api/manage/users/{user}', { params: { user: value } }).then((outcome) => {
      if (outcome.ok) setName(outcome.value.body.name);
    });
  }, [value]);

  useEffect(() => {
    setFound([]);
    setAt(0);
    if (!open) return;
    let late = false;
    const timer = setTimeout(async () => {
      const outcome = await call('GET /api/manage/found-users', { query: { name: typed.trim() } });
      if (outcome.ok && !late) setFound(outcome.value.body.items.slice(0, 8));
    }, pauseMs);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [typed, open]);

  function take(user: Found | undefined) {
    if (!user) return;
    setTyped(undefined);
    change(user.id);
  }

  function steer(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) setAt((now) => (now + step + found.length) % found.length);
    else if (event.key === 'Enter' && open) take(found[at]);
    else if (event.key === 'Escape' && typed !== undefined) setTyped(undefined);
    else return;
    event.preventDefault();
  }

  return (
    <div class="field picker">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        role="combobox"
        autocomplete="off"
        aria-expanded={open && found.length > 0}
        aria-controls={`${id}-found`}
        aria-activedescendant={open && found.length > 0 ? `${id}-${at}` : undefined}
        placeholder="Anybody"
        value={typed ?? name}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          if (event.currentTarget.value === '') change(undefined);
        }}
        onKeyDown={steer}
        onBlur={() => setTyped(undefined)}
      />
      <div
        class="hits picked"
        id={`${id}-found`}
        role="listbox"
        aria-label={label}
        hidden={!open || found.length === 0}
      >
        {found.map((user, index) => (
          <div
            key={user.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onPointerMove={() => setAt(index)}
            // Before the field loses the focus, and the list with it.
            onPointerDown={(event) => {
              event.preventDefault();
              take(user);
            }}
          >
            <bdi>{user.name}</bdi>
            <span class="hint">{user.loginName ?? 'Bot'}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
