import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Doorstep, startDoorstep } from '../../local/doorstep.ts';
import { launchBrowser } from './chromium.ts';

const build = join(import.meta.dirname, '../../build');
const pictures = join(build, 'screenshots');

/** The application, its sample shop and a browser, with two people who share nothing: their contexts are apart. */
export interface Stage {
  readonly doorstep: Doorstep;
  readonly browser: Browser;
  readonly app: string;
  readonly shop: string;
  /** The folder of the key that the shop signs with. */
  readonly keys: string;
  /** What the pages complained of: errors, and everything that a policy blocked. */
  readonly complaints: string[];
  /** A page of a new person. */
  person(size: { width: number; height: number }, colours?: 'light' | 'dark'): Promise<Page>;
  /** Takes a picture to look at, where `PICTURES` is set: each costs as much as a test's step. */
  picture(page: Page, name: string): Promise<void>;
  end(): Promise<void>;
}

export async function setStage(): Promise<Stage> {
  mkdirSync(pictures, { recursive: true });
  const keys = mkdtempSync(join(build, 'shop-'));
  const log = (line: string): void => {
    if (process.env.DOORSTEP_TEST_LOG) process.stderr.write(`${line}\n`);
  };
  const [doorstep, browser] = await Promise.all([
    startDoorstep({ ports: {}, brandPort: 0, brandKeys: keys, log }),
    launchBrowser(),
  ]);
  const complaints: string[] = [];
  return {
    doorstep,
    browser,
    complaints,
    app: doorstep.runtime.addresses.publicOrigin,
    shop: doorstep.sample?.origin ?? '',
    keys,
    async person(viewport, colorScheme = 'light') {
      // What moves would only be drawn by the processor.
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      // A connection that is lost is given up after 15 seconds, and a busy machine may lose two.
      page.setDefaultTimeout(45_000);
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
      });
      return page;
    },
    async picture(page, name) {
      if (process.env.PICTURES) await page.screenshot({ path: join(pictures, `${name}.png`) });
    },
    async end() {
      await browser.close();
      await doorstep.stop();
      rmSync(keys, { recursive: true });
    },
  };
}
