import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LogLine } from '../../lambdas/core/log/verify.ts';
import { chainIn, logOf, verified } from '../support/log.ts';
import { askForLogin, redeem, startLogin } from '../support/login.ts';
import { type Agent, accept, agentAtWork, newToken, type Visitor, visit } from '../support/people.ts';
import { spentBy } from '../support/price.ts';
import { createBrand, expectOk, http, type System, startSystem, type TestBrand } from '../support/system.ts';

let system: System;
let brand: TestBrand;
let agent: Agent;
let visitor: Visitor;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
  visitor = await visit(system, brand);
  await accept(agent, visitor.conversation);
}, 60_000);
afterAll(() => system.stop());

async function stepUp(): Promise<void> {
  const login = await startLogin(brand, visitor, await askForLogin(agent, visitor.conversation));
  const next = newToken();
  const token = await brand.sign({
    nonce: login.nonce,
    name: 'Carla Customer',
    acr: 'high',
    attributes: { tier: 'gold' },
  });
  expectOk(await redeem(brand, visitor, login, token, next), 200);
  visitor.token = next;
}

describe('the log', () => {
  it('holds the sign-in of an account: who, what, when, from where; and it verifies', async () => {
    const log = await logOf(system, 'acme');
    const accounts = new Set(log.flatMap((line) => (line.type === 'entry' ? [line.chain] : [])));
    expect([...accounts].filter((chain) => chain.startsWith('account/'))).toHaveLength(1);
    const [account = ''] = accounts;
    const said = chainIn(log, account).map(({ payload }) => payload);
    expect(said.map((payload) => payload?.event)).toEqual(['invite', 'invitation', 'password', 'enrolment']);
    expect(said).toContainEqual(expect.objectContaining({ ok: true, network: expect.any(String) }));
    expect(verified(log)).toMatchObject({ findings: [], uncovered: 0, absent: [] });
  });

  it('costs nothing before an answer, and 2 writes, 2 reads and a signature in the stream', async () => {
    await system.runtime.settled();
    const before = system.runtime.meter.last;
    const body = { brand: 'acme', loginName: brand.admin, password: 'not the password at all' };
    expect(
      (await http(`${system.origin}/api/sign-in/password`, { origin: system.origin, body })).status,
    ).toBe(401);
    await system.runtime.settled();
    const spent = spentBy(system, 'stream', before);
    expect(spent).toMatchObject([{ writes: 2, reads: 2, kmsCalls: 1 }]);
  });

  it('holds how a conversation was stepped up, and no name, attribute or secret', async () => {
    await stepUp();
    const log = await logOf(system, 'acme');
    const entries = chainIn(log, `conversation/${visitor.conversation}`);
    expect(entries.map(({ payload }) => payload)).toMatchObject([
      { event: 'challenge_requested', role: 'agent', by: expect.any(String), challenge: expect.any(String) },
      { event: 'stepped_up', role: 'consumer', method: 'token', identity: expect.any(String), epoch: 1 },
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/Carla|gold/);
    expect(verified(log)).toMatchObject({ findings: [], uncovered: 0, absent: [] });
  });

  it('holds everything once, wherever its function is killed', async () => {
    const { conversation } = visitor;
    const sources = async () =>
      chainIn(await logOf(system, 'acme'), `conversation/${conversation}`).map(({ source }) => source);
    for (const nth of [1, 2, 3, 4, 5]) {
      const before = await sources();
      const disarm = system.runtime.faults.add({
        function: 'stream',
        operation: 'write',
        nth,
        damage: 'kill',
      });
      await askForLogin(agent, conversation);
      const after = await sources();
      disarm();
      expect(after.slice(0, -1)).toEqual(before);
      expect(new Set(after).size).toBe(after.length);
    }
    expect(verified(await logOf(system, 'acme'))).toMatchObject({ findings: [], uncovered: 0, absent: [] });
  });

  it('goes on when its key cannot be asked for a while', async () => {
    const entries = async () => chainIn(await logOf(system, 'acme'), `conversation/${visitor.conversation}`);
    const before = (await entries()).length;
    system.runtime.faults.add({
      function: 'stream',
      operation: 'Sign',
      times: 6,
      damage: { error: 'KMSInternalException', status: 500 },
    });
    await askForLogin(agent, visitor.conversation);
    expect(await entries()).toHaveLength(before + 1);
    expect(verified(await logOf(system, 'acme'))).toMatchObject({ findings: [], uncovered: 0 });
  });

  it('is exported whole, also when it grows in the meantime', async () => {
    const { conversation } = visitor;
    const base = `${system.origin}/api/manage/log/export`;
    const lines: LogLine[] = [];
    for (let next: string | undefined = `?conversation=${conversation}`; next !== undefined; ) {
      const part: Response = await fetch(base + next, { headers: { cookie: agent.cookie } });
      const text = (await part.text()).split('\n').filter(Boolean);
      lines.push(...text.map((line) => JSON.parse(line) as LogLine));
      next = /<(.*)>/.exec(part.headers.get('link') ?? '')?.[1];
      await askForLogin(agent, conversation);
      await system.runtime.settled();
    }
    expect(chainIn(lines, `conversation/${conversation}`).length).toBeGreaterThan(2);
    expect(verified(lines).findings).toEqual([]);
  });

  it('is kept of each brand apart', async () => {
    const other = await createBrand(system, 'other');
    await agentAtWork(system, other);
    const log = await logOf(system, 'other');
    expect(log.every((line) => line.brand === 'other')).toBe(true);
    expect(verified(log)).toMatchObject({ findings: [], uncovered: 0, absent: [] });
    expect(verified(await logOf(system, 'acme'))).toMatchObject({ findings: [], absent: [] });
  });
});
