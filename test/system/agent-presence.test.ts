import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { keys } from '../../lambdas/store/table.ts';
import { AgentClient, memoryStore } from '../../web/client/index.ts';
import { nodeNetwork } from '../../web/client/node.ts';
import { tableOf } from '../support/document-table.ts';
import { type Agent, accept, agentAtWork, visit } from '../support/people.ts';
import { createBrand, type System, startSystem, type TestBrand } from '../support/system.ts';

let system: System;
let brand: TestBrand;
let agent: Agent;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
}, 60_000);
afterAll(() => system.stop());

it('an agent who is at work goes on hearing a conversation, longer than the session would idle', async () => {
  const visitor = await visit(system, brand);
  await accept(agent, visitor.conversation);
  const network = nodeNetwork(system.origin);
  const fetchSignedIn: typeof fetch = (input, init) =>
    network.fetch(input, {
      ...init,
      headers: { ...(init?.headers as Record<string, string>), cookie: agent.cookie },
    });
  const client = new AgentClient({
    ...network,
    api: system.origin,
    storage: memoryStore(),
    fetch: fetchSignedIn,
  });
  const opened = client.open(visitor.conversation);
  client.start();
  await until(() => client.status === 'open' && opened.conversation !== undefined);
  const untils = async () => {
    const head = (await tableOf(system).get(keys.head(brand.id, visitor.conversation))) ?? {};
    return Object.entries(head)
      .filter(([name]) => name.startsWith('c#'))
      .map(([, socket]) => Number((socket as { u?: number }).u ?? 0));
  };
  const before = Math.max(...(await untils()));
  client.active();
  await until(async () => Math.max(...(await untils())) > before);
  expect(opened.conversation?.agent?.name).toBe('Alma Admin');
  client.stop();
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('It did not come about.');
}
