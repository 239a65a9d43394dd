import { useState } from 'preact/hooks';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { call } from '../../api.ts';
import { idOf } from '../../named.ts';
import { useAction } from '../../use-action.ts';
import { ClientFields, type Settings } from './client.tsx';

interface NewProviderProps {
  readonly close: () => void;
  readonly made: (id: string) => void;
}

/** A name for a provider, of the host that it is at. */
const nameOf = (issuer: string): string =>
  URL.canParse(issuer)
    ? idOf(new URL(issuer).hostname.replace(/^(www|login|auth|id|sso|accounts?)\./, ''))
    : '';

/** Registers a provider with what it takes at least. */
export function NewProvider({ close, made }: NewProviderProps) {
  const [issuer, setIssuer] = useState('');
  const [ownId, setOwnId] = useState<string>();
  const [clientId, setClientId] = useState('');
  const [client, setClient] = useState<Pick<Settings, 'clientAuthentication' | 'clientSecret'>>({
    clientAuthentication: 'private_key_jwt',
  });
  const { run, busy, problem, wrong } = useAction();
  const id = ownId ?? nameOf(issuer);

  async function submit() {
    // Who has the address of the discovery document at hand means the issuer in it.
    const named = issuer.trim().replace(/\/\.well-known\/openid-configuration$/, '');
    const body = { id, issuer: named, clientId: clientId.trim(), scopes: ['openid', 'profile'], ...client };
    const answered = await run(call('POST /api/manage/providers', { body }));
    if (!answered) return;
    toast('The provider is registered');
    made(answered.body.id);
  }

  return (
    <Dialog
      title="New OpenID provider"
      close={close}
      submit={submit}
      action="Register"
      busy={busy}
      problem={problem}
      wide
    >
      <TextField
        label="Issuer or discovery URL"
        value={issuer}
        change={setIssuer}
        wrong={wrong.issuer}
        placeholder="https://login.example.com"
        hint="Exactly as its discovery document says. The address of that document will do."
        code
        required
      />
      <div class="columns">
        <TextField
          label="Client id"
          value={clientId}
          change={setClientId}
          wrong={wrong.clientId}
          hint="As the provider calls Doorstep."
          code
          required
        />
        <TextField
          label="Id here"
          value={id}
          change={setOwnId}
          wrong={wrong.id}
          hint="Small letters, digits and hyphens. It stays."
          code
          required
        />
      </div>
      <ClientFields value={client} change={setClient} sealed={false} wrong={wrong} />
    </Dialog>
  );
}
