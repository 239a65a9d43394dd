import { useState } from 'preact/hooks';
import { toast } from '../../../ui/toast.tsx';
import { call } from '../../api.ts';
import type { AreaProps } from '../../areas.ts';
import { Confirm } from '../../confirm.tsx';
import { ListView } from '../../list-view.tsx';
import { go, to } from '../../route.ts';
import { Empty, Failed, Head, Loading } from '../../states.tsx';
import { Tabs } from '../../tabs.tsx';
import { useList } from '../../use-list.ts';
import { ofLatest, useResource } from '../../use-resource.ts';
import { EncryptionPart } from './encryption-part.tsx';
import { KeysPart } from './keys-part.tsx';
import { NewIssuer } from './new-issuer.tsx';
import { SettingsPart } from './settings-part.tsx';

/** Who signs login tokens, and with which keys. */
export default function Issuers({ rest }: AreaProps) {
  const [id, part = ''] = rest;
  return id ? <OneIssuer id={id} part={part} /> : <AllIssuers />;
}

function AllIssuers() {
  const list = useList('GET /api/manage/issuers', {});
  const [making, setMaking] = useState(false);
  const create = (
    <button type="button" class="button main" onClick={() => setMaking(true)}>
      New issuer
    </button>
  );
  return (
    <>
      <Head title="Issuers and keys" action={create}>
        Your backend signs who is logged in; Doorstep knows its public key and nothing else of it. If a token
        is refused, ask <a href={to('inspector')}>the inspector</a>.
      </Head>
      <ListView
        list={list}
        label="Issuers"
        columns={['Issuer (iss)', 'Audience (aud)', 'Keys', 'Encrypted']}
        row={({ id, iss, aud, keys, jwksUrl, encrypted = 'off' }) => (
          <tr key={id}>
            <td>
              <a href={to('issuers', id)}>
                <bdi>{iss}</bdi>
              </a>
            </td>
            <td>
              <bdi>{aud}</bdi>
            </td>
            <td>
              {keys.length === 0 && !jwksUrl ? (
                <span class="badge careful">None yet</span>
              ) : (
                <>
                  {keys.length > 0 && keys.map(({ kid }) => kid).join(', ')}
                  {jwksUrl && <span class="badge">JWKS URL</span>}
                </>
              )}
            </td>
            <td>{{ off: 'No', allowed: 'Allowed', required: 'Required' }[encrypted]}</td>
          </tr>
        )}
        empty={
          <Empty title="No issuers yet">
            <p>
              For logins by signed token: say who signs, and register the public key. The key pair can be made
              here.
            </p>
          </Empty>
        }
      />
      {making && <NewIssuer close={() => setMaking(false)} made={(id) => go('issuers', id)} />}
    </>
  );
}

const parts = [
  ['', 'Public keys'],
  ['settings', 'Tokens'],
  ['encryption', 'Encryption'],
] as const;

function OneIssuer({ id, part }: { readonly id: string; readonly part: string }) {
  const resource = useResource('GET /api/manage/issuers/{issuer}', { params: { issuer: id } });
  const [deleting, setDeleting] = useState(false);
  const issuer = resource.value;
  const current = parts.some(([one]) => one === part) ? part : '';
  return (
    <>
      <Head
        title={issuer?.iss ?? 'Issuer'}
        back={[to('issuers'), 'Issuers and keys']}
        action={
          issuer && (
            <button type="button" class="button danger" onClick={() => setDeleting(true)}>
              Delete
            </button>
          )
        }
      >
        {issuer && (
          <>
            Id <span class="code">{id}</span>
          </>
        )}
      </Head>
      <Tabs label="Parts of this issuer" area="issuers" at={[id]} parts={parts} current={current} />
      {resource.failure && !issuer && <Failed failure={resource.failure} again={resource.reload} />}
      {!issuer && !resource.failure && <Loading />}
      {issuer && current === '' && <KeysPart resource={resource} issuer={issuer} />}
      {issuer && current === 'settings' && <SettingsPart resource={resource} />}
      {issuer && current === 'encryption' && <EncryptionPart resource={resource} id={id} />}
      {deleting && issuer && (
        <Confirm
          title={`Delete ${issuer.iss}?`}
          action="Delete the issuer"
          typed={issuer.iss}
          typedIs="the issuer"
          close={() => setDeleting(false)}
          act={() =>
            ofLatest(
              resource,
              call('DELETE /api/manage/issuers/{issuer}', {
                params: { issuer: id },
                version: resource.version,
              }),
            )
          }
          done={() => {
            toast('The issuer was deleted');
            go('issuers');
          }}
        >
          <p>Its tokens are refused from now on. Nobody who has logged in is logged out.</p>
        </Confirm>
      )}
    </>
  );
}
