import { useState } from 'preact/hooks';
import { toast } from '../../../ui/toast.tsx';
import { call } from '../../api.ts';
import type { AreaProps } from '../../areas.ts';
import { Confirm } from '../../confirm.tsx';
import { ListView } from '../../list-view.tsx';
import { go, to } from '../../route.ts';
import { Empty, Head } from '../../states.tsx';
import { useList } from '../../use-list.ts';
import { ofLatest, useResource } from '../../use-resource.ts';
import { NewProvider } from './new-provider.tsx';
import { ProviderForm } from './settings-form.tsx';

/** OpenID providers at which consumers log in. */
export default function Providers({ rest }: AreaProps) {
  const [id] = rest;
  return id ? <OneProvider id={id} /> : <AllProviders />;
}

function AllProviders() {
  const list = useList('GET /api/manage/providers', {});
  const [making, setMaking] = useState(false);
  const create = (
    <button type="button" class="button main" onClick={() => setMaking(true)}>
      New provider
    </button>
  );
  return (
    <>
      <Head title="OpenID providers" action={create}>
        Where your customers log in already: Keycloak, Entra ID, Auth0, Okta, or your own. Offer one among the{' '}
        <a href={to('authentication')}>ways to log in</a>.
      </Head>
      <ListView
        list={list}
        label="OpenID providers"
        columns={['Id', 'Issuer', 'Client', 'Proof']}
        row={({ id, issuer, clientId, clientAuthentication }) => (
          <tr key={id}>
            <td>
              <a href={to('providers', id)}>{id}</a>
            </td>
            <td>
              <bdi class="code">{issuer}</bdi>
            </td>
            <td>
              <bdi>{clientId}</bdi>
            </td>
            <td>
              {{ none: 'None', client_secret_basic: 'Secret', private_key_jwt: 'Key' }[clientAuthentication]}
            </td>
          </tr>
        )}
        empty={
          <Empty title="No OpenID providers yet">
            <p>
              With one, customers log in to the chat as they log in everywhere else, and no backend of yours
              takes part.
            </p>
          </Empty>
        }
      />
      {making && <NewProvider close={() => setMaking(false)} made={(id) => go('providers', id)} />}
    </>
  );
}

function OneProvider({ id }: { readonly id: string }) {
  const params = { provider: id };
  const resource = useResource('GET /api/manage/providers/{provider}', { params });
  const [open, setOpen] = useState<'delete' | 'rotate'>();
  const close = () => setOpen(undefined);
  const { version } = resource;
  return (
    <>
      <Head
        title={id}
        back={[to('providers'), 'OpenID providers']}
        action={
          resource.value && (
            <button type="button" class="button danger" onClick={() => setOpen('delete')}>
              Delete
            </button>
          )
        }
      />
      <ProviderForm resource={resource} id={id} rotate={() => setOpen('rotate')} />
      {open === 'delete' && (
        <Confirm
          title={`Delete ${id}?`}
          action="Delete the provider"
          typed={id}
          typedIs="its id"
          close={close}
          act={() => ofLatest(resource, call('DELETE /api/manage/providers/{provider}', { params, version }))}
          done={() => {
            toast('The provider was deleted');
            go('providers');
          }}
        >
          <p>Nobody begins a login there any more. Logins under way still end, and nobody is logged out.</p>
        </Confirm>
      )}
      {open === 'rotate' && (
        <Confirm
          title="Make a new key?"
          action="Make it"
          harmless
          close={close}
          act={() =>
            ofLatest(resource, call('POST /api/manage/providers/{provider}/key', { params, version }))
          }
          done={() => {
            close();
            toast('A new key signs from now on');
            void resource.reload();
          }}
        >
          <p>It signs from now on. The one before stays published; the one before that does not.</p>
        </Confirm>
      )}
    </>
  );
}
