import type { Page } from 'playwright-core';
import { signInFirst } from '../support/people.ts';
import { manager } from '../support/staff.ts';
import type { TestBrand } from '../support/system.ts';
import type { Stage } from './stage.ts';

const wide = { width: 1280, height: 900 };

/** A page of somebody who is signed in, by the cookie of the session. */
export async function signedIn(stage: Stage, cookie: string): Promise<Page> {
  const page = await stage.person(wide);
  const [name = '', value = ''] = cookie.split(/=(.*)/s);
  // The name's prefix asks for https; browsers send it to localhost all the same.
  const url = stage.app.replace(/^http:/, 'https:');
  await page.context().addCookies([{ name, value, url, secure: true, httpOnly: true, sameSite: 'Strict' }]);
  page.setDefaultTimeout(20_000);
  return page;
}

/** The admin of the sample brand at the console, signed in without the pages for it; and what one does there. */
export async function admin(stage: Stage) {
  const link = new URLSearchParams(new URL(stage.doorstep.invitation ?? '').hash.slice(1));
  const brand = { id: link.get('brand') ?? '' } as TestBrand;
  const invitation = link.get('invitation') ?? '';
  const { cookie } = await signInFirst({ origin: stage.app }, brand, invitation, 'admin@harbour.example');
  const page = await signedIn(stage, cookie);
  page.on('dialog', (question) => void question.accept());
  const button = (words: string) => page.getByRole('button', { name: words, exact: true });
  return {
    page,
    /** Calls beside the page. */
    api: manager({ origin: stage.app }, cookie),
    button,
    field: (label: string) => page.getByRole('textbox', { name: label, exact: true }),
    dialog: () => page.getByRole('dialog'),
    async at(place: string, heading: string) {
      await page.goto(`${stage.app}/console/#/${place}`);
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
    },
    said: (text: string) => page.locator('.toast', { hasText: text }).last().waitFor(),
    async save() {
      await button('Save').click();
      await page.locator('.save-bar').waitFor({ state: 'detached' });
    },
    /** The text of a block to copy. */
    block: async (label: string) =>
      (await page.getByRole('region', { name: label, exact: true }).textContent()) ?? '',
  };
}
export type Admin = Awaited<ReturnType<typeof admin>>;
