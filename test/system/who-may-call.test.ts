import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Access, HttpRoute } from '../../contract/http/route.ts';
import { httpRoutes } from '../../contract/http.ts';
import { documents } from '../../scripts/documents/generate.ts';
import { type Answer, type Ask, http } from '../support/http.ts';
import { agentAtWork, password, type Visitor, visit } from '../support/people.ts';
import { hire, makeBot, manager } from '../support/staff.ts';
import { createBrand, expectOk, type System, startSystem, type TestBrand } from '../support/system.ts';

type Caller = 'nobody' | 'half' | 'consumer' | 'bot' | 'agent' | 'foreign admin';

let system: System;
let brand: TestBrand;
let visitor: Visitor;
let callers: Record<Caller, Ask>;
/** Things of the brand by the name that they have in paths. */
let things: Record<string, string>;

beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'ours');
  const admin = await agentAtWork(system, brand);
  const manage = manager(system, admin.cookie);
  visitor = await visit(system, brand);
  const bot = await makeBot(system, manage, 'Hal', ['read', 'write', 'ask', 'request']);
  const agent = await hire(system, brand, manage, 'eve@ours.example');
  const foreign = await agentAtWork(system, await createBrand(system, 'theirs'));
  const { origin } = system;
  const body = { brand: brand.id, loginName: brand.admin, password };
  const entered = await http(`${origin}/api/sign-in/password`, { origin, body });
  const made = async (path: string, what: object) =>
    String(expectOk(await manage.create(path, what), 201).body.id);
  const aide = { id: 'aide', name: 'Aide', channel: 'messaging', platform: 'web', origins: [brand.page] };
  const [issuer] = (await manage.read('issuers')).body.items as { id: string }[];
  const { sessions } = (await manage.read(`users/${agent.id}/sessions`)).body as {
    sessions: { id: string }[];
  };
  things = {
    brand: brand.id,
    engagement: await made('engagements', aide),
    conversation: visitor.conversation,
    issuer: issuer?.id ?? '',
    user: agent.id,
    session: sessions[0]?.id ?? '',
    key: bot.keyId,
    skill: await made('skills', { id: 'french', name: 'French' }),
    answer: await made('canned-answers', { name: 'Hi', text: 'Hello' }),
  };
  callers = {
    nobody: {},
    half: { cookie: entered.headers.getSetCookie()[0]?.split(';')[0] ?? '' },
    consumer: { bearer: visitor.token },
    bot: { bearer: bot.key },
    agent: { cookie: agent.cookie },
    'foreign admin': { cookie: foreign.cookie },
  };
}, 90_000);
afterAll(() => system.stop());

interface Documented {
  readonly requestBody?: { readonly content: Record<string, { readonly example: unknown }> };
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
}
const openapi = JSON.parse(documents()['docs/openapi.json'] ?? '') as {
  paths: Record<string, Record<string, Documented>>;
};

/** Bodies whose fields depend on one another. */
const bodies: Readonly<Record<string, unknown>> = {
  beginErasure: { identity: 'some' },
  changeWebhook: { url: 'https://hooks.example.com', events: [], enabled: true },
  changeRecordSettings: { fields: [{ name: 'email', as: 'text' }] },
};

/** A call that the documents show as a good one, made by whom the credentials say. */
function call(name: string, route: HttpRoute, credentials: Ask): Promise<Answer> {
  const path = route.path.replace('+}', '}');
  const { requestBody, parameters } = openapi.paths[path]?.[route.method.toLowerCase()] ?? { parameters: [] };
  const body = bodies[name] ?? requestBody?.content['application/json']?.example;
  const query = parameters.filter((one) => one.in === 'query' && one.required).map(({ name }) => `${name}=a`);
  const named = path.replace(/\{([^}]+)\}/g, (_, name: string) => things[name] ?? 'some');
  const page = route.access === 'consumer' ? brand.page : system.origin;
  // Where bots' keys are good for anything, a bearer token is refused beside an origin.
  const origin = credentials.bearer !== undefined && route.function === 'agent-api' ? undefined : page;
  return http(`${system.origin}${named}${query.length > 0 ? `?${query.join('&')}` : ''}`, {
    method: route.method,
    ...(body === undefined ? {} : { body }),
    headers: { 'if-match': '"1"' },
    origin,
    ...credentials,
  });
}

const unauthorized = '401 unauthorized';
const halfDone = '403 second_factor_required';
/** What those are told who may not call a route, by who may. */
const told: Partial<Record<Access, Partial<Record<Caller, string>>>> = {
  consumer: { nobody: unauthorized, half: unauthorized, bot: unauthorized, agent: unauthorized },
  half: { nobody: unauthorized, consumer: unauthorized, bot: unauthorized },
  agent: { nobody: unauthorized, half: halfDone, consumer: unauthorized },
  admin: {
    nobody: unauthorized,
    half: halfDone,
    consumer: unauthorized,
    bot: unauthorized,
    agent: '403 forbidden',
  },
};

const all = (Object.entries(httpRoutes) as [string, HttpRoute][]).filter(
  // Signing out succeeds whoever asks.
  ([name]) => name !== 'signOut',
);
const sentence = ({ status, body }: Answer) => `${status} ${String(body.code ?? 'done')}`;

describe.each(Object.entries(told) as [Access, Partial<Record<Caller, string>>][])(
  'a route for %s',
  (access, answers) => {
    const routes = all.filter(([, route]) => route.access === access);
    it.each(Object.entries(answers) as [Caller, string][])('refuses %s with %s', async (caller, answer) => {
      const wrong: string[] = [];
      for (const [name, route] of routes) {
        const got = sentence(await call(name, route, callers[caller]));
        if (got !== answer) wrong.push(`${name}: ${got}`);
      }
      expect(wrong).toEqual([]);
    });
  },
);

describe('what is of another brand', () => {
  it('does not exist for its admin, on any route that names it', async () => {
    const wrong: string[] = [];
    const routes = all.filter(
      ([, { access, path }]) => (access === 'admin' || access === 'agent') && path.includes('{'),
    );
    expect(routes.length).toBeGreaterThan(20);
    for (const [name, route] of routes) {
      const got = sentence(await call(name, route, callers['foreign admin']));
      if (got !== '404 not_found') wrong.push(`${name}: ${got}`);
    }
    expect(wrong).toEqual([]);
  });
});
