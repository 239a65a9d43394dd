import { TextField } from '../../../ui/field.tsx';
import { Radios } from '../../../ui/radios.tsx';
import type { Answer } from '../../api.ts';

export type Provider = Answer<'GET /api/manage/providers/{provider}'>;
export type Settings = Omit<Provider, 'id' | 'jwksUri'> & { clientSecret?: string | undefined };
type Client = Pick<Settings, 'clientAuthentication' | 'clientSecret'>;

/** The address that says everything of a provider. */
export const discoveryOf = (issuer: string): string =>
  `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

interface ClientFieldsProps {
  readonly value: Client;
  readonly change: (some: Client) => void;
  /** A secret was sealed before: it stays when the field is left empty. */
  readonly sealed: boolean;
  readonly wrong: Readonly<Record<string, string>>;
}

/** How Doorstep proves to the provider who it is. */
export function ClientFields({ value, change, sealed, wrong }: ClientFieldsProps) {
  const way = value.clientAuthentication;
  return (
    <>
      <Radios
        label="How Doorstep proves who it is"
        value={way}
        options={[
          [
            'private_key_jwt',
            'By a key of its own (private_key_jwt)',
            'Best. Doorstep makes it; the provider is told where the public half is.',
          ],
          [
            'client_secret_basic',
            'By a client secret',
            'From the provider. It is sealed here, and shown to nobody again.',
          ],
          ['none', 'Not at all', 'A public client: PKCE alone, which every login has.'],
        ]}
        change={(clientAuthentication) => change({ clientAuthentication, clientSecret: undefined })}
      />
      {way === 'client_secret_basic' && (
        <TextField
          label="Client secret"
          value={value.clientSecret ?? ''}
          change={(secret) => change({ clientAuthentication: way, clientSecret: secret || undefined })}
          wrong={wrong.clientSecret}
          hint={
            sealed
              ? 'One is sealed. Left empty, it stays.'
              : 'It is sealed when you save, and not shown again.'
          }
          maxLength={255}
          required={!sealed}
          code
        />
      )}
    </>
  );
}
