import type { Page } from 'playwright-core';
import { signInFirst } from '../support/people.ts';
import type { TestBrand } from '../support/system.ts';
import type { Stage } from './stage.ts';

const wide = { width: 1280, height: 900 };

export interface Admin {
  readonly page: Page;
  /** The cookie of the session, for calls beside the page. */
  readonly cookie: string;
}

/** The admin of the sample brand, signed in without the pages for it. */
export async function admin(stage: Stage): Promise<Admin> {
  const link = new URLSearchParams(new URL(stage.doorstep.invitation ?? '').hash.slice(1));
  const brand = { id: link.get('brand') ?? '' } as TestBrand;
  const invitation = link.get('invitation') ?? '';
  const { cookie } = await signInFirst({ origin: stage.app }, brand, invitation, 'admin@harbour.example');
  return { page: await signedIn(stage, cookie), cookie };
}

/** A page of one who is signed in already. */
export async function signedIn(stage: Stage, cookie: string): Promise<Page> {
  const page = await stage.person(wide);
  const [name = '', value = ''] = cookie.split(/=(.*)/s);
  // The name's prefix asks for https; browsers send it to localhost all the same.
  const url = stage.app.replace(/^http:/, 'https:');
  await page.context().addCookies([{ name, value, url, secure: true, httpOnly: true, sameSite: 'Strict' }]);
  page.setDefaultTimeout(10_000);
  return page;
}
