import { beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fates } from './simulation/network.ts';
import { Story } from './simulation/story.ts';

let story: Story;

const head = () => [...story.server.conversations.values()][0]?.head;
const isIn = (): boolean => story.consumer.view.conversation?.assurance.level === 'authenticated';
const events = (): string[] =>
  (story.conversation?.items ?? []).flatMap((item) => (item.kind === 'entry' ? [item.what.event] : []));
const good = (state: string) => ({ state, code: `code:${state}` });
/** A login was begun, and the window shows its page. */
const shown = () => story.clock.until(() => story.browser.state !== '', 120_000);

describe('a login at another page', () => {
  beforeEach(async () => {
    story = new Story();
    story.server.methods = [{ method: 'oidc', provider: 'p' }];
    await story.begin();
    await story.ask();
  });

  it('begins in a window that is opened in the click itself, and ends with the message for it', async () => {
    const done = story.consumer.answerChallenge();
    expect(story.browser.opened).toHaveLength(1);
    await shown();
    expect(story.consumer.view.login).toMatchObject({ elsewhere: true, windowGone: false });
    expect(story.browser.broadcast(good(story.browser.state))).toBe(true);
    expect(await story.outcome(done)).toMatchObject({ ok: true, value: { name: 'Ada' } });
    expect(story.browser.opened[0]?.isGone).toBe(true);
    expect(story.storage.getItem('doorstep:http://simulated:acme:web')).not.toContain('verifier');
  });

  it('changes nothing with the message for another login', async () => {
    const done = story.consumer.answerChallenge();
    await shown();
    expect(story.browser.broadcast(good('state-of-another'))).toBe(false);
    await story.clock.pass(1000);
    expect(story.consumer.view.login).toMatchObject({ elsewhere: true });
    story.browser.broadcast(good(story.browser.state));
    expect(await story.outcome(done)).toMatchObject({ ok: true });
  });

  it.each([
    ['before its outcome is there', async () => {}],
    [
      'when its outcome was heard, but not redeemed',
      async () => {
        story.server.isUp = false;
        story.browser.broadcast(good(story.browser.state));
        await story.clock.pass(200);
      },
    ],
  ])('goes on when the page is loaded anew %s', async (_, before) => {
    void story.consumer.answerChallenge();
    await shown();
    await before();
    story.reload();
    story.server.isUp = true;
    await story.clock.pass(2000);
    story.browser.broadcast(good(story.browser.state));
    expect(await story.clock.until(isIn, 60_000)).toBe(true);
    expect(story.steppedUp).toBe(1);
  });

  it('begins nothing where windows are blocked; then it takes the place of the page, and is redeemed when that is back', async () => {
    story.browser.blocksWindows = true;
    expect(await story.outcome(story.consumer.answerChallenge())).toMatchObject({
      ok: false,
      failure: { code: 'window_blocked' },
    });
    expect(events()).not.toContain('challenge_failed');
    void story.consumer.answerChallenge(undefined, 'page');
    await shown();
    story.storage.setItem('returned', JSON.stringify(good(story.browser.state)));
    story.reload();
    expect(await story.clock.until(isIn, 60_000)).toBe(true);
  });

  it.each([
    ['the person says so', () => story.consumer.cancelLogin()],
    [
      'the person has closed the window',
      () => {
        const [window] = story.browser.opened;
        if (window) window.isTied = true;
        void story.clock.pass(1000).then(() => window?.close());
      },
    ],
    ['its time is over', () => void story.clock.pass(601_000)],
  ])('is given up when %s; the other side is told, and it can be begun again', async (_, giveUp) => {
    const done = story.consumer.answerChallenge();
    await shown();
    giveUp();
    expect(await story.outcome(done, 700_000)).toMatchObject({
      ok: false,
      failure: { code: 'login_cancelled' },
    });
    await story.clock.pass(1000);
    expect(events().at(-1)).toBe('challenge_failed');
    if (head()?.challenge?.state === 'expired') return;
    const again = story.consumer.answerChallenge();
    await story.clock.until(() => story.consumer.view.login?.elsewhere === true, 10_000);
    await story.clock.pass(100);
    story.browser.broadcast(good(story.browser.state));
    expect(await story.outcome(again)).toMatchObject({ ok: true });
  });

  it('still takes the outcome of a window that only cut the tie', async () => {
    const done = story.consumer.answerChallenge();
    await shown();
    const [window] = story.browser.opened;
    if (window) window.isGone = true;
    await story.clock.pass(5000);
    expect(story.consumer.view.login).toMatchObject({ windowGone: true });
    expect(events()).not.toContain('challenge_failed');
    story.browser.broadcast(good(story.browser.state));
    expect(await story.outcome(done)).toMatchObject({ ok: true });
  });

  it('gives way to a second try, and tells the other side of no failure', async () => {
    const first = story.consumer.answerChallenge();
    await shown();
    const old = story.browser.state;
    const second = story.consumer.answerChallenge();
    await story.clock.until(() => story.browser.state !== '' && story.browser.state !== old, 10_000);
    expect(await story.outcome(first)).toMatchObject({ ok: false });
    expect(story.browser.broadcast(good(old))).toBe(false);
    story.browser.broadcast(good(story.browser.state));
    expect(await story.outcome(second)).toMatchObject({ ok: true });
    await story.clock.pass(1000);
    expect(events()).not.toContain('challenge_failed');
  });

  it("hands the provider's error to the server, and tells it once", async () => {
    const done = story.consumer.answerChallenge();
    await shown();
    story.browser.broadcast({ state: story.browser.state, error: 'access_denied' });
    expect(await story.outcome(done)).toMatchObject({ failure: { code: 'login_cancelled' } });
    await story.clock.pass(1000);
    expect(events().filter((event) => event === 'challenge_failed')).toHaveLength(1);
  });

  it.each([
    ['an https link', (state: string) => `https://app.example/back?state=${state}&code=code:${state}`, true],
    ['its own scheme', (state: string) => `com.example.app:/back?code=code:${state}&state=${state}`, true],
    ["another login's answer", () => 'com.example.app:/back?code=c&state=other', false],
    ['nothing', () => undefined, false],
  ] as const)('is shown by the app that can, which brings back %s', async (_, back, ok) => {
    story.consumer.callbacks = {
      openUrl: async (url) => back(new URL(url).searchParams.get('state') ?? ''),
    };
    expect(await story.outcome(story.consumer.answerChallenge())).toMatchObject({ ok });
    expect(story.browser.opened).toEqual([]);
  });

  it('ends well, once, whatever the network does and whenever the page is loaded anew', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...fates), { maxLength: 14 }),
        fc.integer({ min: 0, max: 3000 }),
        async (given, reloadAfter) => {
          story = new Story();
          story.server.methods = [{ method: 'oidc', provider: 'p' }];
          await story.begin();
          await story.ask();
          story.server.suffer(given);
          void story.consumer.answerChallenge();
          await shown();
          const { state } = story.browser;
          void story.clock.pass(reloadAfter).then(() => story.reload());
          // As the page at which the login ends: told again until somebody has heard.
          for (let told = 0; told < 20 && !story.browser.broadcast(good(state)); told++)
            await story.clock.pass(300);
          await story.clock.pass(reloadAfter);
          story.server.calm();
          const inTime = await story.clock.until(isIn, 6 * 60_000);
          const steps = [...story.server.conversations.values()].flatMap(({ items }) =>
            [...items.values()].filter((item) => item.kind === 'entry' && item.what.event === 'stepped_up'),
          );
          story.stop();
          return inTime && steps.length === 1;
        },
      ),
      { numRuns: 40 },
    );
  });
});
