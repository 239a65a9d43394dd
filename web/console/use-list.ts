import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../client/outcome.ts';
import { type Answer, type CallName, call, type Input } from './api.ts';

type Item<C extends CallName> = Answer<C> extends { items: (infer T)[] } ? T : never;

const all = () => true;
/** So many are worth showing before one asks for more. */
const enough = 20;

/** A list as far as it was read. */
export interface List<T> {
  /** Undefined until the first page is there. */
  readonly items: readonly T[] | undefined;
  readonly failure: Failure | undefined;
  /** There is more to read. */
  readonly more: boolean;
  readonly busy: boolean;
  readonly readMore: () => Promise<void>;
  /** From the beginning. */
  readonly reload: () => Promise<void>;
}

/**
 * Reads a list page by page; `keep` says what of it is shown. A page may hold little or nothing and still have more behind
 * it: reading goes on by itself, ten pages at most.
 */
export function useList<C extends CallName & `GET ${string}`>(
  name: C,
  input: Input<C>,
  keep: (item: Item<C>) => boolean = all,
  want = enough,
): List<Item<C>> {
  const [items, setItems] = useState<readonly Item<C>[]>();
  const [cursor, setCursor] = useState<string>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const asked = JSON.stringify(input);
  const latest = useRef(asked);
  const kept = useRef(keep);
  kept.current = keep;

  const read = useCallback(
    async (from: string | undefined, known: readonly Item<C>[]) => {
      setBusy(true);
      let next = from;
      const found: Item<C>[] = [];
      for (let pages = 0; pages < 10; pages++) {
        const given = JSON.parse(asked) as { query?: object };
        const paged = next === undefined ? given : { ...given, query: { ...given.query, cursor: next } };
        const outcome = await call(name, paged as Input<C>);
        // The answer to an earlier question comes too late.
        if (latest.current !== asked) return;
        setFailure(outcome.ok ? undefined : outcome.failure);
        if (!outcome.ok) break;
        const page = outcome.value.body as { items: Item<C>[]; cursor?: string };
        found.push(...page.items.filter(kept.current));
        next = page.cursor;
        if (next === undefined || found.length >= want) break;
      }
      setItems([...known, ...found]);
      setCursor(next);
      setBusy(false);
    },
    [name, asked, want],
  );

  useEffect(() => {
    latest.current = asked;
    setItems(undefined);
    setCursor(undefined);
    void read(undefined, []);
  }, [read, asked]);

  return {
    items,
    failure,
    more: cursor !== undefined,
    busy,
    readMore: () => read(cursor, items ?? []),
    reload: () => read(undefined, []),
  };
}

/** A list to choose from: all of it, as far as ten pages go. */
export const useWholeList = <C extends CallName & `GET ${string}`>(name: C): List<Item<C>> =>
  useList(name, {} as Input<C>, all, Number.POSITIVE_INFINITY);
