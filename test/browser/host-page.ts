import type { Page } from 'playwright-core';
import type { Stage } from './stage.ts';

interface HostPage {
  readonly lang?: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly css?: string;
  /** Of the chat's element. */
  readonly attributes?: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly colours?: 'light' | 'dark';
  /** How the page loads the chat. */
  readonly script?: 'doorstep.js' | 'module.js';
}

/** What the page's own script remembers, and how its person answers when asked to log in. */
export interface HostWindow extends Window {
  readonly told: readonly (readonly [string, unknown])[];
  readonly shift: number;
  answer: { login: string; password: string } | 'cancel' | 'fail' | 'wait';
  goOn(): void;
}

/** Logs in at the shop's backend, as its own pages do. */
const script = `
const chat = document.querySelector('doorstep-chat');
const post = (path, body) => fetch(path, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
});
window.told = [];
for (const name of ['open', 'close', 'message', 'stepped-up', 'login-failed', 'ended', 'logged-out'])
  chat.addEventListener('doorstep-' + name, ({ detail }) => told.push([name, detail]));
window.shift = 0;
new PerformanceObserver((list) => {
  for (const { value } of list.getEntries()) window.shift += value;
}).observe({ type: 'layout-shift', buffered: true });
window.answer = { login: 'ada', password: 'lighthouse' };
chat.callbacks = {
  async token({ nonce }) {
    if (window.answer === 'wait') await new Promise((go) => { window.goOn = go; });
    if (window.answer === 'cancel') return undefined;
    if (window.answer === 'fail') throw new Error('Nobody could be logged in');
    if (typeof window.answer === 'object') await post('/login', window.answer);
    return (await (await post('/doorstep/token', { nonce })).json()).token;
  },
};`;

/**
 * A page of a brand with the strictest policy under which the chat must work, at the shop's origin but with nothing of the
 * shop's, in a context of its own.
 */
export async function hostPage(stage: Stage, options: HostPage = {}): Promise<Page> {
  const { lang = 'en', dir = 'ltr', css = '', attributes = 'engagement="web"', size, colours } = options;
  const page = await stage.person(size ?? { width: 900, height: 760 }, colours);
  // What the test itself answers has no address, so the browser would ask before it goes on to this machine.
  await page.context().grantPermissions(['local-network-access'], { origin: stage.shop });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { hostname } = new URL(stage.app);
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${stage.app}`,
    "style-src 'self'",
    `connect-src 'self' ${stage.app} ws://${hostname}:*`,
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const { script: name = 'doorstep.js' } = options;
  const load = name === 'module.js' ? 'type="module" crossorigin' : 'defer';
  const html = `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1"><title>A brand</title>
    <link rel="stylesheet" href="/host.css"><script src="${stage.app}/widget/${name}" ${load}></script>
    <script src="/host.js" defer></script></head><body><main><h1>A page of a brand</h1>
    <p>It has words of its own.</p></main>
    <doorstep-chat brand="harbour" ${attributes}></doorstep-chat><p>And some below.</p></body></html>`;
  const files = {
    '/host.html': { contentType: 'text/html', headers: { 'content-security-policy': policy }, body: html },
    '/host.css': { contentType: 'text/css', body: css },
    '/host.js': { contentType: 'text/javascript', body: script },
    '/favicon.ico': { status: 204 },
  };
  for (const [path, file] of Object.entries(files))
    await page.route(stage.shop + path, (route) => route.fulfill(file));
  await page.goto(`${stage.shop}/host.html`);
  await page.locator('.launcher, .panel').first().waitFor();
  return page;
}
