import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LogLine } from '../../lambdas/core/log/verify.ts';
import { verified } from '../support/log.ts';
import { askForLogin, redeem, startLogin } from '../support/login.ts';
import { type Agent, accept, agentAtWork, newToken, type Visitor, visit } from '../support/people.ts';
import { priceOf } from '../support/price.ts';
import { createBrand, expectOk, http, type System, startSystem, type TestBrand } from '../support/system.ts';

interface Line {
  readonly account?: string;
  readonly conversation?: string;
  readonly n: number;
  readonly at: number;
  readonly says?: { readonly event: string; readonly ok?: boolean; readonly network?: string };
}

let system: System;
let brand: TestBrand;
let admin: Agent;
let stranger: Agent;
let visitor: Visitor;
let account: string;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  const other = await createBrand(system, 'other');
  admin = await agentAtWork(system, brand);
  stranger = await agentAtWork(system, other);
  const me = expectOk(await http(`${system.origin}/api/sign-in/session`, { cookie: admin.cookie }), 200);
  account = String(me.body.agent);
  visitor = await visit(system, brand);
  await accept(admin, visitor.conversation);
  const login = await startLogin(brand, visitor, await askForLogin(admin, visitor.conversation));
  const token = await brand.sign({ nonce: login.nonce, name: 'Carla Customer' });
  expectOk(await redeem(brand, visitor, login, token, newToken()), 200);
  // A wrong password, which belongs to the account all the same.
  await http(`${system.origin}/api/sign-in/password`, {
    origin: system.origin,
    body: { brand: brand.id, loginName: brand.admin, password: 'wrong' },
  });
  await system.runtime.settled();
}, 60_000);
afterAll(() => system.stop());

const ask = (query: Record<string, string> = {}, who = admin) =>
  http(`${system.origin}/api/manage/log?${new URLSearchParams(query)}`, { cookie: who.cookie });

async function read(query: Record<string, string> = {}, who = admin): Promise<Line[]> {
  const lines: Line[] = [];
  for (let cursor: string | undefined; ; ) {
    const { body } = expectOk(await ask(cursor === undefined ? query : { ...query, cursor }, who), 200);
    lines.push(...(body.items as Line[]));
    if (body.cursor === undefined) return lines;
    cursor = String(body.cursor);
  }
}

const eventsOf = (lines: readonly Line[]) => lines.map(({ says }) => says?.event);

describe('the log', () => {
  it('is read of an account: newest first, with from where and why', async () => {
    const lines = await read({ account });
    expect(eventsOf(lines).slice(-4)).toEqual(['enrolment', 'password', 'invitation', 'invite']);
    for (const line of lines) expect(line.account).toBe(account);
    expect(lines.map(({ n }) => n)).toEqual(lines.map((_, at) => lines.length - at));
    expect(lines.some(({ says }) => says?.ok === false && says.network !== undefined)).toBe(true);
  });

  it('is read of a conversation, and names nobody', async () => {
    const lines = await read({ conversation: visitor.conversation });
    expect(eventsOf(lines)).toEqual(['stepped_up', 'challenge_requested']);
    expect(JSON.stringify(lines)).not.toContain('Carla');
  });

  it('is read of all, each entry once', async () => {
    const [all, ofAccount, ofConversation] = await Promise.all([
      read(),
      read({ account }),
      read({ conversation: visitor.conversation }),
    ]);
    const name = ({ account: a, conversation, n }: Line) => `${a ?? conversation} ${n}`;
    const names = all.map(name);
    expect(new Set(names).size).toBe(names.length);
    for (const line of [...ofAccount, ...ofConversation]) expect(names).toContain(name(line));
  });

  it('is read by time, event and outcome', async () => {
    expect(eventsOf(await read({ event: 'stepped_up' }))).toEqual(['stepped_up']);
    const failed = await read({ ok: 'false' });
    expect(failed).not.toEqual([]);
    for (const { says } of failed) expect(says?.ok).toBe(false);
    const all = await read({ account });
    const middle = all[1] as Line;
    const until = await read({ account, to: String(middle.at - 1) });
    const since = await read({ account, from: String(middle.at) });
    expect([...since, ...until]).toEqual(all);
  });

  it('of another brand is empty', async () => {
    expect(await read({ account }, stranger)).toEqual([]);
    expect(await read({ conversation: visitor.conversation }, stranger)).toEqual([]);
    expect(JSON.stringify(await read({}, stranger))).not.toContain(account);
  });

  it.each<Record<string, string>>([
    { account: 'a', conversation: 'b' },
    { cursor: 'x' },
    { event: 'Bad Event' },
    { ok: 'yes' },
    { from: '-1' },
  ])('is not read by %j', async (query) => {
    expect(await ask(query)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  it('costs one query for a page of one account', async () => {
    const price = await priceOf(system, 'GET /api/manage/log', () => ask({ account }));
    // The session and the brand, and the page by its size.
    expect(price).toMatchObject({ writes: 0, reads: 3, trips: 2 });
  });
});

/** All parts of an export, and how many there were. */
async function exported(query: Record<string, string> = {}, who = admin) {
  const base = `${system.origin}/api/manage/log/export`;
  const lines: LogLine[] = [];
  let parts = 0;
  for (let next: string | undefined = `?${new URLSearchParams(query)}`; next !== undefined; parts += 1) {
    const response: Response = await fetch(base + next, { headers: { cookie: who.cookie } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const text = await response.text();
    lines.push(
      ...text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as LogLine),
    );
    next = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
  }
  return { lines, parts };
}

describe('an export', () => {
  it('of all verifies, with every chain that was signed', async () => {
    const { lines } = await exported();
    expect(verified(lines)).toMatchObject({ findings: [], uncovered: 0, absent: [], partial: [] });
    expect(JSON.stringify(lines)).toContain(visitor.conversation);
  });

  it('of one conversation verifies, and holds nothing of others', async () => {
    const { lines, parts } = await exported({ conversation: visitor.conversation });
    expect(parts).toBe(2);
    expect(verified(lines)).toMatchObject({ findings: [], uncovered: 0, partial: [] });
    const chains = lines.flatMap((line) => (line.type === 'entry' ? [line.chain] : []));
    expect(new Set(chains)).toEqual(new Set([`conversation/${visitor.conversation}`]));
  });

  it('shows when an entry was left out of it, or changed', async () => {
    const { lines } = await exported({ account });
    const second = lines.findIndex((line) => line.type === 'entry' && line.n === 2);
    expect(verified(lines.filter((_, at) => at !== second)).findings).toHaveLength(1);
    const changed = lines.map((line, at) =>
      at === second ? ({ ...line, payload: { event: 'nothing' } } as unknown as LogLine) : line,
    );
    expect(verified(changed).findings).toHaveLength(1);
  });

  it('verifies after what it said has been erased', async () => {
    const body = { conversation: visitor.conversation };
    const at = `${system.origin}/api/manage/erasures`;
    expectOk(await http(at, { origin: system.origin, cookie: admin.cookie, body }), 201);
    await system.runtime.settled();
    const { lines } = await exported();
    const report = verified(lines);
    expect(report).toMatchObject({ findings: [], absent: [] });
    expect(report.erased).toBeGreaterThanOrEqual(2);
    const said = await read({ conversation: visitor.conversation });
    for (const line of said) expect(line.says).toBeUndefined();
  });

  it('of another brand holds nothing of ours', async () => {
    const { lines } = await exported({}, stranger);
    expect(JSON.stringify(lines)).not.toContain('"acme"');
    expect((await exported({ account }, stranger)).lines.filter(({ type }) => type === 'entry')).toEqual([]);
  });

  it.each(['after=x', 'after=e1', 'after=c1&after=2x', 'account=a&conversation=b'])(
    'is not of %s',
    async (query) => {
      const answer = await http(`${system.origin}/api/manage/log/export?${query}`, { cookie: admin.cookie });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    },
  );
});
