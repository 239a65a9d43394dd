import type { AreaProps } from '../../areas.ts';
import { ListView } from '../../list-view.tsx';
import { to } from '../../route.ts';
import { Empty, Head } from '../../states.tsx';
import { useList } from '../../use-list.ts';
import { UserName } from '../../user-name.tsx';
import { When } from '../../when.tsx';
import { Receipt } from './receipt.tsx';

/** What was erased: a receipt each, which names nobody. */
export default function Erasures({ rest: [id] }: AreaProps) {
  return id === undefined ? <Receipts /> : <Receipt id={id} />;
}

function Receipts() {
  const list = useList('GET /api/manage/erasures', {});
  return (
    <>
      <Head title="Erasures">
        A receipt of each: what was erased, and what is left and why. A person or a conversation is erased
        from the page of a <a href={to('conversations')}>conversation</a>.
      </Head>
      <ListView
        list={list}
        label="Erasures"
        columns={['Ordered', 'By', 'Erased', 'State']}
        row={({ id, requestedAt, by, erased, state }) => (
          <tr key={id}>
            <td>
              <a href={to('erasures', id)}>
                <When at={requestedAt} />
              </a>
            </td>
            <td>
              <UserName user={by} />
            </td>
            <td>{erased.conversations === 1 ? '1 conversation' : `${erased.conversations} conversations`}</td>
            <td>
              {state === 'done' ? (
                <span class="badge good">Done</span>
              ) : (
                <span class="badge careful">Running</span>
              )}
            </td>
          </tr>
        )}
        empty={
          <Empty title="Nothing was erased yet">
            <p>
              Somebody asks you to forget them: find a conversation of theirs, and erase the person
              everywhere.
            </p>
          </Empty>
        }
      />
    </>
  );
}
