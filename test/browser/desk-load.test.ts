import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { inboxSort } from '../../lambdas/core/conversation/inbox.ts';
import { inboxOf } from '../../lambdas/flows/start.ts';
import { keys } from '../../lambdas/store/table.ts';
import { itemsOf, putAll, setAttribute } from '../support/items.ts';
import { accept, agentAtDesk, log, say, visitor } from './people.ts';
import { type Stage, setStage } from './stage.ts';

const brand = { id: 'harbour' };
const messages = 10_000;
const conversations = 1_000;

let stage: Stage;
let agent: Page;
let address: string;

beforeAll(async () => {
  stage = await setStage();
  agent = await agentAtDesk(stage);
  await agent.setViewportSize({ width: 1280, height: 800 });
  const consumer = await visitor(stage);
  await say(consumer, 'The beginning of a very long conversation');
  await accept(agent, 'The beginning of a very long conversation');
  await say(agent, 'Go ahead.');
  // What comes now comes past the application: a chat that is open would fetch all of it, one page after another.
  await consumer.context().close();
  address = agent.url();
  await fill(new URL(address).hash.slice(1));
}, 240_000);
afterAll(() => stage?.end(), 30_000);

const system = () => ({ runtime: stage.doorstep.runtime, origin: stage.app, stop: async () => {} });

/** Lets the conversation have had 10,000 messages, and 1,000 others wait: past the application, which would take an hour. */
async function fill(conversation: string): Promise<void> {
  const { head, items } = await itemsOf(system(), brand, conversation);
  const model = items.find(({ kind, text }) => kind === 'message' && text !== 'Go ahead.');
  const from = Number(head.lastSeq) + 1;
  const more = Array.from({ length: messages - from + 1 }, (_, index) => {
    const seq = from + index;
    const text = `Message ${seq}. ${'It goes on and on. '.repeat((seq * 7) % 23)}`.trim();
    return {
      ...model,
      sk: `M#${String(seq).padStart(12, '0')}`,
      seq,
      text,
      at: Date.now() - (messages - seq) * 1000,
    };
  });
  await putAll(system(), more);
  await setAttribute(system(), head, 'lastSeq', messages);
  const { agent: _agent, owes: _owes, owesSeq: _seq, ...rest } = head;
  const plain = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.includes('#')));
  const waiting = Array.from({ length: conversations }, (_, index) => {
    const id = `waiting-${String(index).padStart(10, '0')}`;
    const changedAt = Date.now() - index * 1000;
    return {
      ...plain,
      ...keys.head(brand.id, id),
      id,
      state: 'waiting',
      changedAt,
      inboxPk: inboxOf(brand.id, id),
      inboxSk: inboxSort('waiting', changedAt, id),
    };
  });
  await putAll(system(), waiting);
}

/** Milliseconds from the navigation until inbox and conversation were there. */
async function open(): Promise<number> {
  await agent.goto('about:blank');
  await agent.goto(address);
  return agent.evaluate(
    (last) =>
      new Promise<number>((done) => {
        const look = () => {
          const there = document.querySelector('[role="log"]')?.textContent?.includes(`Message ${last}.`);
          if (there && document.querySelector('.lines li')) done(performance.now());
          else requestAnimationFrame(look);
        };
        look();
      }),
    messages,
  );
}

/** Seconds that the page's own thread worked to open again; what else the machine does is not in it. */
async function workToOpen(): Promise<number> {
  const session = await agent.context().newCDPSession(agent);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
  const before = await worked();
  await agent.reload();
  await log(agent).getByText(`Message ${messages}.`).waitFor();
  await agent.locator('.lines li').first().waitFor();
  const after = await worked();
  await session.detach();
  return after - before;
}

interface Scrolled {
  /** Milliseconds between frames, ascending. */
  readonly frames: number[];
  readonly mostNodes: number;
  /** The farthest that a row was from where scrolling alone would have taken it, in pixels. */
  readonly jump: number;
  /** Frames in which something in sight was not loaded yet. */
  readonly blank: number;
  readonly scrolled: number;
}

/** Scrolls so many pixels each frame, up where they are negative, and watches. */
const scroll = (by: number, frames: number): Promise<Scrolled> =>
  agent.evaluate(
    ({ by, frames }) =>
      new Promise<Scrolled>((done) => {
        const box = document.querySelector('[role="log"]') as HTMLElement;
        const { top, bottom } = box.getBoundingClientRect();
        const deltas: number[] = [];
        let [mostNodes, jump, blank, scrolled, before] = [0, 0, 0, 0, performance.now()];
        let watched: { row: Element; y: number } | undefined;
        const y = (row: Element) => row.getBoundingClientRect().top;
        const inSight = () =>
          [...box.querySelectorAll('.row-item')].filter((row) => {
            const place = row.getBoundingClientRect();
            return place.bottom > top && place.top < bottom;
          });
        const frame = (now: number) => {
          deltas.push(now - before);
          before = now;
          if (watched?.row.isConnected) jump = Math.max(jump, Math.abs(y(watched.row) - watched.y));
          mostNodes = Math.max(mostNodes, document.querySelectorAll('*').length);
          const rows = inSight();
          if (rows.some((row) => row.classList.contains('skeleton-row'))) blank += 1;
          if (deltas.length > frames)
            done({ frames: deltas.slice(1).sort((a, b) => a - b), mostNodes, jump, blank, scrolled });
          else {
            const row = rows[Math.floor(rows.length / 2)];
            const from = row ? y(row) : 0;
            box.scrollTop += by;
            // What the scrolling alone did, before the page draws other rows.
            const went = row ? y(row) : 0;
            scrolled += Math.abs(went - from);
            watched = row ? { row, y: went } : undefined;
            requestAnimationFrame(frame);
          }
        };
        requestAnimationFrame(frame);
      }),
    { by, frames },
  );

const at = (sorted: readonly number[], part: number): number => sorted[Math.floor(sorted.length * part)] ?? 0;

describe('a desk with 1,000 conversations that wait and a history of 10,000 messages', () => {
  it('opens at the end of it at once', async () => {
    const times = [await open(), await open(), await open()];
    // Alone on the machine it is half a second; where all pages are loaded, or all rows drawn, it is many.
    expect(Math.min(...times)).toBeLessThan(2500);
    expect(await workToOpen()).toBeLessThan(0.7);
    await log(agent).getByText(`Message ${messages}.`).waitFor();
    await stage.picture(agent, 'desk-load');
  });

  it('scrolls up at 50 frames a second or more, loads before one arrives, and moves nothing that one reads', async () => {
    const up = await scroll(-60, 240);
    const { frames, mostNodes, jump, blank, scrolled } = up;
    expect(scrolled).toBeGreaterThan(10_000);
    expect(1000 / at(frames, 0.5)).toBeGreaterThanOrEqual(50);
    expect(mostNodes).toBeLessThan(1500);
    expect(jump).toBeLessThan(2);
    expect(blank).toBe(0);
  });

  it('goes to the very beginning and back, in bounded memory', async () => {
    const box = log(agent);
    await box.focus();
    for (const key of ['Home', 'End', 'Home']) {
      await agent.keyboard.press(key);
      await box.getByText(key === 'End' ? `Message ${messages}.` : 'The beginning of a very long').waitFor();
    }
    const { mostNodes, jump } = await scroll(400, 120);
    expect(mostNodes).toBeLessThan(1500);
    expect(jump).toBeLessThan(2);
    await agent.getByRole('button', { name: 'Latest' }).click();
    await box.getByText(`Message ${messages}.`).waitFor();
  });

  it('draws of the inbox what can be seen, and loads on by scrolling to the last', async () => {
    await agent.getByRole('button', { name: /^Waiting/ }).click();
    const lines = agent.locator('.lines');
    expect(await lines.getByRole('listitem').count()).toBeLessThan(60);
    const count = agent.getByRole('button', { name: /^Waiting/ });
    const loaded = async () => Number.parseInt((await count.textContent())?.replace(/\D/g, '') ?? '', 10);
    while ((await loaded()) < conversations) {
      const before = await loaded();
      await lines.evaluate((box) => {
        box.scrollTop = box.scrollHeight;
      });
      await agent.waitForFunction(
        (known) => Number.parseInt(document.querySelector('.tabs .count')?.textContent ?? '', 10) > known,
        before,
      );
    }
    expect(await lines.getByRole('listitem').count()).toBeLessThan(60);
  });
});
