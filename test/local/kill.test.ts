import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Item } from '../../local/dynamodb/units.ts';
import { StateInUse } from '../../local/state.ts';
import { startFixture } from './fixture/start.ts';

const BURST = fileURLToPath(new URL('./fixture/burst.ts', import.meta.url));
let state: string;
beforeAll(() => {
  state = mkdtempSync(join(tmpdir(), 'doorstep-kill-'));
});
afterAll(() => rmSync(state, { recursive: true }));

/** Starts a runtime in its own process and writes until it is killed; what was acknowledged comes back. */
async function burst(round: number): Promise<string[]> {
  const child: ChildProcess = fork(BURST, [state], { execArgv: [], stdio: 'ignore' });
  const [{ api }] = (await once(child, 'message')) as [{ api: string }];
  const acknowledged: string[] = [];
  const writer = async (lane: number): Promise<void> => {
    for (let n = 0; ; n++) {
      const sk = `r${round}-${lane}-${n}`;
      const index = { inboxPk: { S: 'chat#inbox' }, inboxSk: { S: sk }, state: { S: 'open' } };
      const item = { kind: { S: 'entry' }, v: { S: sk }, ...index };
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ sk, item }),
      };
      const response = await fetch(`${api}/api/do/put`, init);
      if (response.status === 200) acknowledged.push(sk);
    }
  };
  const writers = [0, 1, 2, 3].map((lane) => writer(lane).catch(() => undefined));
  while (acknowledged.length < 60) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill('SIGKILL');
  await once(child, 'exit');
  await Promise.all(writers);
  return acknowledged;
}

describe('kill -9 in a burst of writes', () => {
  it('loses nothing acknowledged: not in the table, not in the index, not in the stream', async () => {
    const acknowledged: string[] = [];
    for (const round of [1, 2]) acknowledged.push(...(await burst(round)));
    const { runtime } = await startFixture({ state });
    await runtime.settled();
    const all = async (input: object, key: string): Promise<string[]> => {
      const { output } = await runtime.tables.run('Query', { TableName: 'items', ...input });
      expect(output.LastEvaluatedKey).toBeUndefined();
      return (output.Items as Item[]).map((item) => String(item[key]?.S));
    };
    const of = (name: string, value: string) => ({
      KeyConditionExpression: `${name} = :v`,
      ExpressionAttributeValues: { ':v': { S: value } },
    });
    const table = await all(of('pk', 'chat#brand#c#1'), 'sk');
    const index = await all({ IndexName: 'inbox', ...of('inboxPk', 'chat#inbox') }, 'sk');
    const streamed = new Set(await all(of('pk', 'chat#seen'), 'of'));
    await runtime.stop();
    expect(table).toEqual(expect.arrayContaining(acknowledged));
    expect(index.sort()).toEqual(table.sort());
    // Also what was written and not acknowledged reaches the stream.
    expect([...streamed].sort()).toEqual(table);
  });

  it('leaves a folder that only one runtime at a time may use', async () => {
    const { runtime } = await startFixture({ state });
    await expect(startFixture({ state })).rejects.toThrow(StateInUse);
    await runtime.stop();
    const fresh = await startFixture({ state, fresh: true });
    const { output } = await fresh.runtime.tables.run('Scan', { TableName: 'items' });
    expect(output.Count).toBe(0);
    await fresh.runtime.stop();
  });
});
