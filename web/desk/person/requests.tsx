import type { ProtectedRequest } from '../../client/index.ts';
import { requestEnds } from '../sentences.ts';
import { when } from '../times.ts';

/** The protected requests of this conversation: where each stands, and its result. */
export function RequestList({ requests }: { readonly requests: readonly ProtectedRequest[] }) {
  if (requests.length === 0) return null;
  return (
    <section class="requests" aria-label="Protected requests">
      <h3>Protected requests</h3>
      <ul>
        {requests.map((request) => (
          <RequestLine key={request.id} request={request} />
        ))}
      </ul>
    </section>
  );
}

function RequestLine({ request }: { readonly request: ProtectedRequest }) {
  const { title, at, input, result } = request;
  const [look, words] = stateWords(request);
  const given = Object.entries(input);
  return (
    <li>
      <div class="row apart">
        <strong>{title}</strong>
        <span class={`badge ${look}`}>{words}</span>
      </div>
      <p class="hint">
        {when(at)}
        {given.length > 0 && ` · ${given.map(([name, value]) => `${name} ${shown(value)}`).join(', ')}`}
      </p>
      {request.state in requestEnds && (
        <p class="hint">Not carried out: {requestEnds[request.state as keyof typeof requestEnds]}.</p>
      )}
      {result?.value && (
        <dl class="facts-list">
          {Object.entries(result.value).map(([name, value]) => (
            <div key={name}>
              <dt>
                <bdi>{name}</bdi>
              </dt>
              <dd>
                <bdi>{shown(value)}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function stateWords({ state, result }: ProtectedRequest): readonly [string, string] {
  switch (state) {
    case 'waiting':
      return ['careful', 'waits for a login'];
    case 'released':
      return ['accent', 'under way'];
    case 'answered':
      return result?.ok ? ['good', 'done'] : ['bad', 'could not be done'];
    case 'expired':
      return ['', 'expired'];
    case 'declined':
      return ['', 'declined'];
    default:
      return ['bad', 'failed'];
  }
}
