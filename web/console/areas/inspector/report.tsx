import { Check, Cross } from '../../../ui/icons.tsx';
import type { Answer } from '../../api.ts';

export type Inspected = Answer<'POST /api/manage/token-inspector'>;
type OneCheck = Inspected['checks'][number];

/** What is checked, as the table names it. */
const names: Readonly<Record<OneCheck['name'], string>> = {
  form: 'Form',
  encryption: 'Encrypted or not',
  encryption_header: 'Header of the encryption',
  encryption_key: 'Key that it is encrypted to',
  decryption: 'Opening it',
  issuer: 'Registered issuer',
  header: 'Header',
  algorithm: 'Algorithm (alg)',
  key: 'Key (kid)',
  signature: 'Signature',
  iss: 'Issuer (iss)',
  aud: 'Audience (aud)',
  subject: 'Who it is (sub)',
  private_data: 'Private data',
  iat: 'Made at (iat)',
  nbf: 'Not before (nbf)',
  exp: 'Ends at (exp)',
  life: 'How long it lives',
  jti: 'Its own id (jti)',
  nonce: 'Nonce',
  name: 'Name',
  attributes: 'Attributes',
  acr: 'Level (acr)',
  amr: 'How they logged in (amr)',
  auth_time: 'When they logged in (auth_time)',
  session_exp: 'End of their session',
  method: 'Way to log in there',
};

/** Every check of a token: what was expected, what came, and what to change. */
export const Checks = ({ checks }: { readonly checks: readonly OneCheck[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
  <section class="table-box" aria-label="Checks of the token" tabIndex={0}>
    <table class="table checks-table">
      <thead>
        <tr>
          <th scope="col">Check</th>
          <th scope="col">Expected</th>
          <th scope="col">Came</th>
        </tr>
      </thead>
      <tbody>
        {checks.map(({ name, holds, expected, came, change, reason }) => (
          <tr key={name} class={holds ? '' : 'broken'}>
            <th scope="row">
              <span class={holds ? 'badge good' : 'badge bad'}>
                {holds ? <Check /> : <Cross />}
                <span class="visually-hidden">{holds ? 'Holds: ' : 'Does not hold: '}</span>
                {names[name]}
              </span>
            </th>
            <td>{expected}</td>
            <td>
              <bdi>{came}</bdi>
              {change && (
                <p class="change">
                  <strong>Change:</strong> {change}
                  {reason && (
                    <>
                      {' '}
                      <span class="code">({reason})</span>
                    </>
                  )}
                </p>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

/** In a sentence what came of it. */
export function verdict({ accepted, checks }: Pick<Inspected, 'accepted' | 'checks'>): string {
  const broken = checks.filter(({ holds }) => !holds).length;
  if (accepted) return 'This token is accepted.';
  return broken === 1
    ? 'Refused: one thing is to be changed.'
    : `Refused: ${broken} things are to be changed.`;
}
