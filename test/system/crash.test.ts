import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Addresses, Ports } from '../../local/addresses.ts';
import { ConsumerClient, memoryStore } from '../../web/client/index.ts';
import { nodeNetwork } from '../../web/client/node.ts';
import { http } from '../support/http.ts';
import { type Agent, agentAtWork, openAgentSocket } from '../support/people.ts';
import { Sender } from '../support/sender.ts';
import { createBrand, expectOk, type Place, type TestBrand } from '../support/system.ts';

const program = join(import.meta.dirname, '../support/runtime-process.ts');
const visitors = 3;
const rounds = 3;
/** Messages of each visitor in a round: in all fewer than the pace allows at once. */
const burst = 12;

let state: string;
let child: ChildProcess;
let ports: Ports = {};
let place: Place;
let brand: TestBrand;
let agent: Agent;

/** Starts the system in a process of its own, on the folder and the ports of the one before. */
async function start(): Promise<Addresses> {
  child = fork(program, [JSON.stringify({ state, ports })], { execArgv: [], stdio: 'ignore' });
  const [addresses] = (await once(child, 'message')) as [Addresses];
  return addresses;
}

async function killNow(): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'doorstep-crash-'));
  const { publicOrigin, api, socket, control } = await start();
  const port = (address: string) => Number(new URL(address).port);
  ports = { pages: port(publicOrigin), api: port(api), socket: port(socket), control: port(control) };
  place = { origin: publicOrigin };
  const invoke = async (name: string, event: unknown) => {
    const url = `${control}/lambda/2015-03-31/functions/${name}/invocations`;
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(event) });
    return { payload: await answer.json() };
  };
  brand = await createBrand({ runtime: { invoke } }, 'acme');
  agent = await agentAtWork(place, brand);
}, 60_000);

afterAll(async () => {
  await killNow();
  rmSync(state, { recursive: true });
});

/** A visitor's page, which writes through the client library. */
function openPage(): ConsumerClient {
  const callbacks = { token: () => Promise.reject(new Error('nobody asks')) };
  const client = new ConsumerClient({
    api: place.origin,
    brand: brand.id,
    engagement: 'help',
    callbacks,
    storage: memoryStore(),
    ...nodeNetwork(brand.page),
  });
  client.resume();
  return client;
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 10) {
    if (waited > 60_000) throw new Error('It never came so far.');
    await sleep(10);
  }
}

/** What a page shows of its own messages: acknowledged, since a message without a number is none of the items. */
const shownBy = ({ view }: ConsumerClient) =>
  view.items.flatMap((item) =>
    item.kind === 'message' && item.from.role === 'consumer' ? [{ seq: item.seq, text: item.text }] : [],
  );

/** The agent's side of a conversation, by hand. */
function desk(conversation: string): Sender {
  const { clientId, cookie } = agent;
  const rejoin = async () => {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      // The runtime may be killed at any moment, between two frames too.
      const socket = await joined().catch(() => undefined);
      if (socket) return socket;
      await sleep(50);
    }
    return undefined;
  };
  async function joined() {
    const socket = await openAgentSocket(place, cookie);
    await socket.call({ action: 'agent.accept', conversation });
    const answer = await socket.call({ action: 'agent.join', conversation, clientId });
    return answer.type === 'answer' ? socket : undefined;
  }
  return new Sender({ name: 'agent', action: 'agent.send', conversation, clientId, rejoin });
}

interface Stored {
  readonly seq: number;
  readonly kind: string;
  readonly text?: string;
}

async function read(conversation: string): Promise<Stored[]> {
  const items: Stored[] = [];
  for (;;) {
    const after = items.at(-1)?.seq ?? 0;
    const url = `${place.origin}/api/agent/conversations/${conversation}/messages?after=${after}`;
    const page = expectOk(await http(url, { cookie: agent.cookie }), 200).body.items as Stored[];
    items.push(...page);
    if (page.length === 0) return items;
  }
}

describe('kill -9 in a burst of messages', () => {
  it('loses nothing acknowledged, doubles nothing, and everybody goes on by themselves', async () => {
    const pages = Array.from({ length: visitors }, openPage);
    const written = pages.map((): string[] => []);
    const write = () =>
      pages.forEach((page, at) => {
        const text = `visitor ${at}, message ${(written[at]?.length ?? 0) + 1}`;
        written[at]?.push(text);
        page.send(text);
      });
    write();
    await until(() => pages.every((page) => shownBy(page).length === 1));
    const conversations = pages.map(({ view }) => String(view.conversation?.id));
    const desks = conversations.map(desk);

    for (let round = 0; round < rounds; round += 1) {
      const before = pages.reduce((sum, page) => sum + shownBy(page).length, 0);
      for (let n = 0; n < burst; n += 1) {
        write();
        for (const one of desks) one.say({ copies: 1, deaf: false });
      }
      // Somewhere in the middle, not at the same place each time.
      const enough = before + Math.floor((visitors * burst * (round + 1)) / (rounds + 1));
      await until(() => pages.reduce((sum, page) => sum + shownBy(page).length, 0) >= enough);
      await killNow();
      const acknowledged = pages.map(shownBy);
      const heard = desks.map((one) => new Map(one.acknowledged));
      await start();

      for (const page of pages) page.wake();
      await until(() => pages.every(({ view }) => view.unsent.length === 0));
      await Promise.all(desks.map((one) => one.idle));
      for (const [at, page] of pages.entries()) {
        const items = await read(conversations[at] ?? '');
        expect(items.map(({ seq }) => seq)).toEqual(items.map((_, index) => index + 1));
        const texts = items.flatMap(({ text }) => (text === undefined ? [] : [text]));
        expect(texts.filter((text) => text.startsWith('visitor'))).toEqual(written[at]);
        expect(texts.filter((text) => text.startsWith('agent'))).toEqual(
          desks[at]?.sent.map(({ text }) => text),
        );
        for (const { seq, text } of acknowledged[at] ?? []) expect(items[seq - 1]).toMatchObject({ text });
        for (const [n, seq] of heard[at] ?? []) expect(items[seq - 1]).toMatchObject({ text: `agent ${n}` });
        expect(shownBy(page).map(({ text }) => text)).toEqual(written[at]);
      }
    }
    for (const page of pages) page.stop();
    for (const one of desks) one.close();
  }, 120_000);
});
