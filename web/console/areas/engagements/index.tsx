import { useState } from 'preact/hooks';
import type { AreaProps } from '../../areas.ts';
import { ListView } from '../../list-view.tsx';
import { go, to } from '../../route.ts';
import { Empty, Head } from '../../states.tsx';
import { useList } from '../../use-list.ts';
import { channelName, platformName } from './kind.tsx';
import { NewEngagement } from './new-engagement.tsx';
import { OneEngagement } from './one-engagement.tsx';

/** The entry points that consumers chat at. */
export default function Engagements({ rest, me }: AreaProps) {
  const [id, part = ''] = rest;
  return id ? <OneEngagement id={id} part={part} brand={me.brand} /> : <AllEngagements />;
}

function AllEngagements() {
  const list = useList('GET /api/manage/engagements', {});
  const [making, setMaking] = useState(false);
  const create = (
    <button type="button" class="button main" onClick={() => setMaking(true)}>
      New engagement
    </button>
  );
  return (
    <>
      <Head title="Engagements" action={create}>
        An entry point that a chat is put on a page or into an app for: which pages may carry it, who answers
        and when, and how one logs in there.
      </Head>
      <ListView
        list={list}
        label="Engagements"
        columns={['Name', 'Id', 'Kind', 'Authentication', 'Origins']}
        row={({ id, name, channel, platform, authentication, origins }) => (
          <tr key={id}>
            <td>
              <a href={to('engagements', id)}>
                <bdi>{name}</bdi>
              </a>
            </td>
            <td class="code">{id}</td>
            <td>
              {channelName[channel]}, {platformName[platform].toLowerCase()}
            </td>
            <td>
              {channel === 'live_chat' ? (
                <span class="badge">No logins</span>
              ) : authentication === 'on' ? (
                <span class="badge accent">On: members only</span>
              ) : (
                <span class="badge">Off: step-up</span>
              )}
            </td>
            <td>
              {platform === 'app' ? (
                'None needed'
              ) : origins.length === 0 ? (
                <span class="badge careful">None yet</span>
              ) : (
                <>
                  <span class="code">{origins[0]}</span>
                  {origins.length > 1 && ` and ${origins.length - 1} more`}
                </>
              )}
            </td>
          </tr>
        )}
        empty={
          <Empty title="No engagements yet">
            <p>
              Make one for your site, name the origins of its pages, and copy the two lines that put the chat
              there.
            </p>
          </Empty>
        }
      />
      {making && <NewEngagement close={() => setMaking(false)} made={(made) => go('engagements', made)} />}
    </>
  );
}
