import { useState } from 'preact/hooks';
import { toast } from '../../../ui/toast.tsx';
import { call } from '../../api.ts';
import { Confirm } from '../../confirm.tsx';
import { go, to } from '../../route.ts';
import { Failed, Head, Loading } from '../../states.tsx';
import { Tabs } from '../../tabs.tsx';
import { ofLatest, useResource } from '../../use-resource.ts';
import { General } from './general.tsx';
import { HoursPart } from './hours-part.tsx';
import { channelName } from './kind.tsx';
import { LoginPart } from './login-part.tsx';
import { OnYourPage } from './on-your-page.tsx';

const parts = [
  ['', 'General'],
  ['login', 'Login'],
  ['hours', 'Hours'],
  ['page', 'On your page'],
] as const;

interface OneEngagementProps {
  readonly id: string;
  readonly part: string;
  readonly brand: string;
}

/** One engagement, in four parts. */
export function OneEngagement({ id, part, brand }: OneEngagementProps) {
  const resource = useResource('GET /api/manage/engagements/{engagement}', { params: { engagement: id } });
  const [deleting, setDeleting] = useState(false);
  const engagement = resource.value;
  const current = parts.some(([one]) => one === part) ? part : '';
  return (
    <>
      <Head
        title={engagement?.name ?? id}
        back={[to('engagements'), 'Engagements']}
        action={
          engagement && (
            <button type="button" class="button danger" onClick={() => setDeleting(true)}>
              Delete
            </button>
          )
        }
      >
        {engagement && (
          <>
            <span class="code">{id}</span> · {channelName[engagement.channel]}
          </>
        )}
      </Head>
      <Tabs label="Parts of this engagement" area="engagements" at={[id]} parts={parts} current={current} />
      {resource.failure && !engagement && <Failed failure={resource.failure} again={resource.reload} />}
      {!engagement && !resource.failure && <Loading />}
      {engagement && current === '' && <General resource={resource} id={id} />}
      {engagement && current === 'login' && <LoginPart resource={resource} id={id} />}
      {engagement && current === 'hours' && <HoursPart resource={resource} id={id} />}
      {engagement && current === 'page' && <OnYourPage engagement={engagement} brand={brand} />}
      {deleting && engagement && (
        <Confirm
          title={`Delete ${engagement.name}?`}
          action="Delete the engagement"
          typed={engagement.name}
          typedIs="the name of the engagement"
          close={() => setDeleting(false)}
          act={() =>
            ofLatest(
              resource,
              call('DELETE /api/manage/engagements/{engagement}', {
                params: { engagement: id },
                version: resource.version,
              }),
            )
          }
          done={() => {
            toast(`${engagement.name} was deleted`);
            go('engagements');
          }}
        >
          <p>
            Nothing begins there any more: pages that carry it show a chat that does not open. Conversations
            that have begun go on.
          </p>
        </Confirm>
      )}
    </>
  );
}
