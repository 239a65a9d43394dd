import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** What an admin does at the console, by mouse and by keyboard. */
export function hands(page: Page, app: string) {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const focused = () => page.evaluate(() => document.activeElement?.closest('a, button')?.textContent ?? '');
  async function press(...keys: string[]): Promise<void> {
    for (const key of keys) await page.keyboard.press(key);
  }
  return {
    button,
    press,
    dialog: () => page.getByRole('dialog'),
    toast: (text: string) => page.locator('.toast', { hasText: text }).first().waitFor(),
    async go(place: string, heading: string): Promise<void> {
      await page.goto(`${app}/console/#/${place}`);
      await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
    },
    /** Moves on by the keyboard until something is reached. */
    async tabTo(text: string): Promise<void> {
      for (let tabs = 0; !(await focused()).includes(text); tabs++) {
        if (tabs > 60) throw new Error(`The keyboard does not reach ${text}`);
        await press('Tab');
      }
    },
    /** What a button saves as a file. */
    async downloaded(name: string): Promise<string> {
      const [file] = await Promise.all([page.waitForEvent('download'), button(name).click()]);
      return readFileSync(await file.path(), 'utf8');
    },
  };
}
