import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What a machine finds that keeps people out of a part of a page, in the colours it has now. */
export async function barriers(page: Page, place = 'body', rules?: string[]): Promise<unknown[]> {
  // Nothing here is in a frame of another origin, and only what is wrong is of interest: both spare most of the work.
  const axe = new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .include(place);
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => [html, any[0]?.message])]);
}

/** Other colours make no other barriers than these. */
export const ofColours: string[] = ['color-contrast', 'link-in-text-block'];

/** The same in dark and in light. */
export async function barriersInBoth(page: Page, place = 'body'): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)));
    found.push(...(await barriers(page, place, colorScheme === 'dark' ? ofColours : undefined)));
  }
  return found;
}

/** The same, and whether it fits a phone held upright. */
export async function shortcomings(page: Page): Promise<unknown[]> {
  const found = await barriersInBoth(page);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (width > 360) found.push(`is ${width} pixels wide on a phone`);
  if (size) await page.setViewportSize(size);
  return found;
}
