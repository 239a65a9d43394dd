import type { ComponentChildren } from 'preact';
import { Failed, Loading } from './states.tsx';
import type { List } from './use-list.ts';

interface ListViewProps<T> {
  readonly list: List<T>;
  /** What the table is of, for who cannot see the heading above it. */
  readonly label: string;
  readonly columns: readonly string[];
  readonly row: (item: T) => ComponentChildren;
  readonly empty: ComponentChildren;
}

/** A list as a table, with more of it on request. */
export function ListView<T>({ list, label, columns, row, empty }: ListViewProps<T>) {
  if (list.failure && !list.items?.length) return <Failed failure={list.failure} again={list.reload} />;
  if (!list.items) return <Loading />;
  if (list.items.length === 0 && !list.more) return <>{empty}</>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
      <section class="table-box" aria-label={label} tabIndex={0}>
        <table class="table">
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {name === '' ? <span class="visually-hidden">Actions</span> : name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{list.items.map(row)}</tbody>
        </table>
      </section>
      {list.failure && <Failed failure={list.failure} again={list.readMore} />}
      {list.more && !list.failure && (
        <div class="row">
          <button type="button" class="button" disabled={list.busy} onClick={() => void list.readMore()}>
            {list.busy ? 'Reading …' : 'Show more'}
          </button>
        </div>
      )}
    </>
  );
}
