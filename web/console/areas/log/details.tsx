type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  value !== null && typeof value === 'object' ? (value as Fields) : {};

/** A value as it would be read aloud. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return '—';
  if (value === true) return 'on';
  if (value === false) return 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(shown).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

interface ChangesProps {
  readonly before: unknown;
  readonly after: unknown;
}

/** What a change changed: each field as it was, and as it is. */
export function Changes({ before, after }: ChangesProps) {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return (
    <dl class="facts-list changes">
      {names.map((name) => (
        <Change key={name} name={name} was={was[name]} is={is[name]} />
      ))}
    </dl>
  );
}

const Change = ({
  name,
  was,
  is,
}: {
  readonly name: string;
  readonly was: unknown;
  readonly is: unknown;
}) => (
  <>
    <dt class="code">{name}</dt>
    <dd>
      {was !== undefined && (
        <del>
          <bdi>{shown(was)}</bdi>
        </del>
      )}{' '}
      {is !== undefined && (
        <ins>
          <bdi>{shown(is)}</bdi>
        </ins>
      )}
    </dd>
  </>
);

const times = new Set(['at', 'until', 'expiresAt', 'authTime']);
const moment = (value: unknown, name: string): string =>
  times.has(name) && typeof value === 'number' ? new Date(value).toISOString() : shown(value);

/** What a fact is called; others by the name that they have in the log. */
const names: Readonly<Record<string, string>> = {
  on: 'Which',
  challenge: 'Login request',
  request: 'Protected request',
  supersedes: 'In place of',
  identity: 'Person',
  method: 'By way of',
  issuer: 'Issuer',
  acr: 'Level',
  maxAge: 'Login at most so old, in seconds',
  epoch: 'Step-up number',
  assurance: 'Assurance',
  expiresAt: 'Good until',
  from: 'From',
  way: 'Way',
  conversation: 'Conversation',
};

/** What else an entry says, as it stands there. */
export const Facts = ({ facts }: { readonly facts: readonly (readonly [string, unknown])[] }) => (
  <dl class="facts-list">
    {facts.map(([name, value]) => (
      <Fact key={name} name={name} value={moment(value, name)} />
    ))}
  </dl>
);

const Fact = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <>
    <dt>{names[name] ?? name}</dt>
    <dd class="code">
      <bdi>{value}</bdi>
    </dd>
  </>
);
