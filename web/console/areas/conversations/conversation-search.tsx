import { Lock, OpenLock } from '../../../ui/icons.tsx';
import { dayBegins, dayEnds } from '../../days.ts';
import { ListView } from '../../list-view.tsx';
import { type Query, show, to } from '../../route.ts';
import { Empty, Head } from '../../states.tsx';
import { useList } from '../../use-list.ts';
import { When } from '../../when.tsx';
import { Filters } from './filters.tsx';
import { states } from './words.ts';

/** What the server is asked, of what stands in the address. */
function asked({ from, to: until, ...rest }: Query) {
  const names = ['state', 'agent', 'skill', 'engagement', 'identity', 'steppedUp'] as const;
  const given = names.flatMap((name) => (rest[name] ? [[name, rest[name]]] : []));
  const [begins, ends] = [dayBegins(from), dayEnds(until)];
  return {
    ...Object.fromEntries(given),
    ...(begins ? { from: begins } : {}),
    ...(ends ? { to: ends } : {}),
  };
}

/** Searches conversations; the search stands in the address, so that it can be linked. */
export function ConversationSearch({ query }: { readonly query: Query }) {
  const list = useList('GET /api/manage/conversations', { query: asked(query) });
  const change = (some: { readonly [name: string]: string | undefined }) =>
    show('conversations', { ...query, ...some });
  return (
    <>
      <Head title="Conversations">
        Everything that was said, of all agents and engagements. The last begun comes first. What you look for
        stands in the address: send the link to a colleague.
      </Head>
      <Filters query={query} change={change} clear={() => show('conversations', {})} />
      <ListView
        list={list}
        label="Conversations"
        columns={['Began', 'With', 'Engagement', 'State', 'Agent']}
        row={({ id, createdAt, name, steppedUp, engagement, state, agent }) => (
          <tr key={id}>
            <td>
              <a href={to('conversations', id)}>
                <When at={createdAt} />
              </a>
            </td>
            <td>
              <span class="who">
                {steppedUp ? <Lock /> : <OpenLock />}
                <bdi>{name ?? (steppedUp ? 'Somebody verified' : 'Anonymous visitor')}</bdi>
                {steppedUp && <span class="visually-hidden">, was verified</span>}
              </span>
            </td>
            <td>{engagement}</td>
            <td>
              <span class={state === 'open' ? 'badge accent' : 'badge'}>{states[state]}</span>
            </td>
            <td>
              <bdi>{agent?.name}</bdi>
            </td>
          </tr>
        )}
        empty={
          <Empty title="Nothing like that was found">
            <p>
              Leave a filter out, or look at a longer time. What was deleted by the{' '}
              <a href={to('retention')}>retention</a> or by an <a href={to('erasures')}>erasure</a> is not
              here.
            </p>
          </Empty>
        }
      />
    </>
  );
}
