import { SelectField } from '../../../ui/field.tsx';
import type { Answer } from '../../api.ts';
import { Ordered } from '../../ordered.tsx';
import { to } from '../../route.ts';
import { useWholeList } from '../../use-list.ts';

type Method = Answer<'GET /api/manage/authentication'>['methods'][number];

const words: Readonly<Record<Method['method'], readonly [string, string]>> = {
  token: ['Signed token', 'Your page asks your backend, which signs who is logged in.'],
  oidc: ['OpenID Connect', 'The login of an OpenID provider, in a window of its own.'],
  login_page: ['Your login page', 'Your own page, whose backend reports who has logged in.'],
  private_data: ['Private data', 'What the visitor enters is compared with your customer records.'],
};

/** A way to log in, in a few words. */
export const methodName = ({ method, provider }: Method): string =>
  provider === undefined ? words[method][0] : `${words[method][0]}: ${provider}`;

const same = (a: Method, b: Method): boolean => a.method === b.method && a.provider === b.provider;

interface MethodsProps {
  readonly value: readonly Method[];
  readonly change: (value: Method[]) => void;
  readonly wrong?: string | undefined;
}

/** The ways to log in, the preferred one first. */
export function Methods({ value, change, wrong }: MethodsProps) {
  const { items: providers = [] } = useWholeList('GET /api/manage/providers');
  const all: Method[] = [
    { method: 'token' },
    ...providers.map(({ id }): Method => ({ method: 'oidc', provider: id })),
    { method: 'login_page' },
    { method: 'private_data' },
  ];
  const others = all.filter((one) => !value.some((other) => same(one, other)));
  return (
    <div class="stack">
      <Ordered
        label="Ways to log in, the preferred one first"
        items={value}
        change={change}
        name={methodName}
        needed
        show={(one) => (
          <>
            <bdi>{methodName(one)}</bdi>
            <br />
            <span class="hint">{words[one.method][1]}</span>
          </>
        )}
      />
      {others.length > 0 && value.length < 8 && (
        <div class="narrow-select">
          <SelectField
            label="Add a way"
            value=""
            options={[
              ['', 'Choose …'],
              ...others.map((one, at): [string, string] => [String(at), methodName(one)]),
            ]}
            change={(at) => {
              const one = others[Number(at)];
              if (at !== '' && one) change([...value, one]);
            }}
          />
        </div>
      )}
      {wrong && <p class="notice">{wrong}</p>}
      <p class="hint">
        A page offers the first way that it can take. Set up: <a href={to('issuers')}>issuers and keys</a>,{' '}
        <a href={to('providers')}>OpenID providers</a>, <a href={to('authentication')}>your login page</a>,{' '}
        <a href={to('records')}>customer records</a>.
      </p>
    </div>
  );
}
