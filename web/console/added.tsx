import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Field } from '../ui/field.tsx';
import { Cross } from '../ui/icons.tsx';
import { Ordered } from './ordered.tsx';

/** What was typed as it is to be kept, or why it cannot be. */
export type Typed = { readonly value: string } | { readonly wrong: string };

interface AddedProps {
  readonly label: string;
  /** What the field says in which one is entered: “Add an origin”. */
  readonly adding: string;
  readonly items: readonly string[];
  readonly change: (items: string[]) => void;
  /** Left out, anything is taken as it is. */
  readonly read?: (typed: string) => Typed;
  /** Their order says something. */
  readonly ordered?: boolean;
  readonly hint?: ComponentChildren;
  readonly placeholder?: string;
  readonly max: number;
  /** What the server had against the list as a whole, or one of it. */
  readonly wrong?: string | undefined;
  readonly none?: ComponentChildren;
}

const asItIs = (typed: string): Typed => ({ value: typed });

/** Short texts that are added one after the other, each checked as it comes. */
export function Added(props: AddedProps) {
  const {
    label,
    adding,
    items,
    change,
    read = asItIs,
    ordered = false,
    hint,
    placeholder,
    max,
    wrong,
    none,
  } = props;
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState<string>();
  const input = useRef<HTMLInputElement>(null);

  function add() {
    const text = typed.trim();
    if (text === '') return;
    const taken = read(text);
    if ('wrong' in taken) return setRefused(taken.wrong);
    if (items.includes(taken.value)) return setRefused('It is in the list already.');
    change([...items, taken.value]);
    setTyped('');
    setRefused(undefined);
  }

  function remove(item: string) {
    change(items.filter((one) => one !== item));
    input.current?.focus();
  }

  return (
    <div class="added">
      {ordered ? (
        <Ordered label={label} items={items} change={change} name={(item) => item} none={none} />
      ) : (
        <AddedList label={label} items={items} remove={remove} none={none} />
      )}
      <Field label={adding} hint={hint} wrong={refused ?? wrong}>
        {(tied) => (
          <div class="row">
            <input
              {...tied}
              ref={input}
              type="text"
              class="code grow"
              autocomplete="off"
              spellcheck={false}
              disabled={items.length >= max}
              placeholder={
                items.length >= max ? `There are ${max}, as many as there may be` : (placeholder ?? '')
              }
              value={typed}
              onInput={(event) => {
                setTyped(event.currentTarget.value);
                setRefused(undefined);
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.isComposing || typed.trim() === '') return;
                event.preventDefault();
                add();
              }}
              // Who types and then saves means it to be in the list.
              onBlur={add}
            />
            <button type="button" class="button" onClick={add} disabled={items.length >= max}>
              Add<span class="visually-hidden">: {label}</span>
            </button>
          </div>
        )}
      </Field>
    </div>
  );
}

interface AddedListProps {
  readonly label: string;
  readonly items: readonly string[];
  readonly remove: (item: string) => void;
  readonly none: ComponentChildren;
}

function AddedList({ label, items, remove, none }: AddedListProps) {
  if (items.length === 0) return none ? <p class="hint">{none}</p> : null;
  return (
    <ul class="chips" aria-label={label}>
      {items.map((item) => (
        <li key={item} class="chip">
          <bdi class="code">{item}</bdi>
          <button type="button" aria-label={`Remove ${item}`} onClick={() => remove(item)}>
            <Cross />
          </button>
        </li>
      ))}
    </ul>
  );
}
