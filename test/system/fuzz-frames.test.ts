import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Action, frames } from '../../contract/frames.ts';
import { frameAlways, frameRefusals } from '../../contract/refusals.ts';
import { internals, isObject, wrongVariants } from '../support/hostile-values.ts';
import {
  type Agent,
  accept,
  agentAtWork,
  openAgentSocket,
  openVisitorSocket,
  pageOf,
  type Visitor,
  visit,
} from '../support/people.ts';
import type { RawSocket, SocketAnswer } from '../support/raw-socket.ts';
import { createBrand, expectOk, type System, startSystem, type TestBrand } from '../support/system.ts';

let system: System;
let brand: TestBrand;
let agent: Agent;
let visitor: Visitor;
const logged: string[] = [];
beforeAll(async () => {
  system = await startSystem({ log: (line) => logged.push(line) });
  brand = await createBrand(system, 'acme');
  agent = await agentAtWork(system, brand);
}, 60_000);
afterAll(() => system.stop());

/** A good value of each field; the numbers and names are of nothing that is there. */
const fieldsOf = ({ conversation, clientId }: Visitor): Record<string, unknown> => ({
  conversation,
  clientId,
  challenge: 'challenge',
  n: 1_000_000,
  seq: 1_000_000,
  on: false,
  text: 'said by nobody',
  why: 'cancelled',
  reason: 'because',
});

/** A gateway closes what is over 32 KB; the client's own tests say so. */
const largest = 31_000;
/** A socket may send 60 frames in 10 seconds. */
const framesOfSocket = 50;

async function openSocket(action: Action): Promise<RawSocket> {
  const isAgent = action.startsWith('agent.');
  const socket = isAgent
    ? await openAgentSocket(system, agent.cookie)
    : await openVisitorSocket(brand, visitor.base, visitor.token);
  const { conversation, clientId } = visitor;
  await socket.call({ action: isAgent ? 'agent.join' : 'consumer.join', conversation, clientId });
  return socket;
}

function complaintOf({ type, error }: SocketAnswer, allowed: ReadonlySet<string>): string | undefined {
  if (type === 'answer') return undefined;
  const told = JSON.stringify(error);
  if (!error || !allowed.has(error.code)) return `undocumented: ${told}`;
  return internals.test(told) ? `shows: ${told}` : undefined;
}

describe('a hostile frame gets no answer but the documented ones, by', () => {
  it.each(Object.keys(frames) as Action[])('%s', async (action) => {
    const ours = new Set(['internal', 'unavailable', 'rate_limited']);
    const allowed = new Set<string>(
      [...frameAlways, ...frameRefusals[action]].filter((code) => !ours.has(code)),
    );
    visitor = await visit(system, brand);
    await accept(agent, visitor.conversation);
    const names = Object.keys(frames[action].frame.shape).filter(
      (name) => name !== 'action' && name !== 'id',
    );
    const good = fieldsOf(visitor);
    const valid = Object.fromEntries(names.map((name) => [name, good[name]]));
    const texts = wrongVariants(valid)
      .filter(isObject)
      .map((frame, i) => JSON.stringify({ action, id: `f${i}`, ...frame }))
      .filter((text) => text.length < largest);
    const wrong: string[] = [];
    let socket: RawSocket | undefined;
    for (const [i, text] of texts.entries()) {
      if (!socket || i % framesOfSocket === 0) {
        socket?.close();
        socket = await openSocket(action);
      }
      const { id } = JSON.parse(text) as { id: string };
      socket.send(text);
      const answer = await socket.until((event) => event.id === id);
      const complaint = complaintOf(answer, allowed);
      if (complaint) wrong.push(`${text.slice(0, 200)}: ${complaint}`);
    }
    socket?.close();
    expect(wrong).toEqual([]);
    const page = expectOk(await pageOf(brand, visitor), 200);
    expect(JSON.stringify(page.body)).not.toContain('"kind":"message"');
  });
});

describe('the log of all that', () => {
  it('tells of no fault, and holds nothing that was typed', () => {
    const log = logged.join('\n');
    expect(log).not.toContain('handler_failed');
    expect(log).not.toContain('said by nobody');
    expect(log).not.toContain('because');
  });
});
