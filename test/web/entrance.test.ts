import { beforeEach, describe, expect, it } from '@jest/globals';
import { Story } from './simulation/story.ts';

let story: Story;
beforeEach(() => {
  story = new Story();
});

/** The page as it is loaded with what was set. */
const load = () => story.reload();
const all = () => [...story.server.conversations.values()];
const isIn = (): boolean => story.consumer.view.conversation?.assurance.level === 'authenticated';
const online = () => story.clock.until(() => story.consumer.view.items.length > 0, 30_000);
const texts = () =>
  story.consumer.view.items.flatMap((item) =>
    item.kind === 'message' ? [[item.text, item.assurance.level]] : [],
  );

describe('a visitor whom the page knows', () => {
  it('begins authenticated: the first message is theirs already', async () => {
    story.loggedIn = true;
    load();
    story.consumer.send('hello');
    await story.clock.until(() => texts().length > 0, 30_000);
    expect(texts()).toEqual([['hello', 'authenticated']]);
    expect(all()).toHaveLength(1);
  });

  it('begins authenticated also where the page says late how', async () => {
    story.loggedIn = true;
    load();
    const { callbacks } = story.consumer;
    story.consumer.callbacks = {};
    story.consumer.send('hello');
    await story.clock.pass(2000);
    expect(texts()).toEqual([]);
    story.consumer.callbacks = callbacks;
    await story.clock.until(() => texts().length > 0, 30_000);
    expect(texts()).toEqual([['hello', 'authenticated']]);
  });

  it('begins anonymously where the page never says how', async () => {
    story.loggedIn = true;
    load();
    story.consumer.callbacks = {};
    story.consumer.send('hello');
    await story.clock.until(() => texts().length > 0, 10_000);
    expect(texts()).toEqual([['hello', 'anonymous']]);
  });

  it.each([
    ['brings no token', () => Promise.resolve(undefined)],
    ['fails', () => Promise.reject(new Error('no'))],
    ['brings one that is not good', () => Promise.resolve('signed:something else')],
  ] as const)('begins anonymously where the page %s', async (_, token) => {
    story.loggedIn = true;
    story.token = token;
    load();
    story.consumer.send('hello');
    await story.clock.until(() => texts().length > 0, 60_000);
    expect(texts()).toEqual([['hello', 'anonymous']]);
    expect(story.consumer.view.held).toBe(false);
  });

  it('takes up what began anonymously by a click, and by nothing else', async () => {
    story.consumer.send('before');
    await online();
    story.loggedIn = true;
    load();
    await online();
    expect(story.consumer.view.mayTakeUp).toBe(true);
    story.consumer.send('still anonymous');
    await story.clock.pass(5000);
    expect(isIn()).toBe(false);
    expect(await story.outcome(story.consumer.logIn())).toMatchObject({ ok: true });
    story.consumer.send('after');
    await story.clock.until(() => texts().length === 3, 10_000);
    expect(texts().map(([, level]) => level)).toEqual(['anonymous', 'anonymous', 'authenticated']);
    expect(story.consumer.view.mayTakeUp).toBe(false);
    expect(all()).toHaveLength(1);
  });

  it('may leave it for good, and begin anew', async () => {
    story.consumer.send('before');
    await online();
    story.loggedIn = true;
    load();
    await online();
    await story.outcome(story.consumer.startAnew());
    expect(story.consumer.view.items).toEqual([]);
    story.consumer.send('anew');
    await story.clock.until(() => texts().length > 0, 30_000);
    expect(texts()).toEqual([['anew', 'authenticated']]);
    expect(all()).toHaveLength(2);
    expect([...(all()[0]?.items.values() ?? [])].at(-1)).toMatchObject({ what: { event: 'left' } });
  });
});

describe('a login that comes before the chat', () => {
  it('lets what was written wait, over a reload too, and sends it then', async () => {
    story.server.membersOnly = true;
    story.consumer.send('waits');
    await story.clock.until(() => story.consumer.view.held, 10_000);
    await story.clock.pass(60_000);
    expect(all()).toEqual([]);
    load();
    await story.clock.pass(5000);
    expect(story.consumer.view).toMatchObject({
      held: true,
      mayStayAnonymous: false,
      status: 'idle',
      unsent: [{ text: 'waits' }],
    });
    expect(await story.outcome(story.consumer.logIn())).toMatchObject({ ok: true });
    await story.clock.until(() => texts().length > 0, 30_000);
    expect(texts()).toEqual([['waits', 'authenticated']]);
  });

  it('is known as soon as the chat is opened, and may be passed by where only the page wished for it', async () => {
    story.loginFirst = true;
    load();
    void story.consumer.prepare();
    await story.clock.until(() => story.consumer.view.held, 10_000);
    expect(story.consumer.view).toMatchObject({ mayStayAnonymous: true, methods: [{ method: 'token' }] });
    void story.consumer.stayAnonymous();
    story.consumer.send('nobody');
    await story.clock.until(() => texts().length > 0, 30_000);
    expect(texts()).toEqual([['nobody', 'anonymous']]);
  });

  it('begins anew by itself when nobody has used its session in time', async () => {
    story.server.membersOnly = true;
    void story.consumer.prepare();
    await story.clock.until(() => story.consumer.view.held, 10_000);
    story.server.endSessions();
    expect(await story.outcome(story.consumer.logIn())).toMatchObject({ ok: true });
    expect(await story.clock.until(isIn, 30_000)).toBe(true);
  });
});

describe('logging out', () => {
  beforeEach(async () => {
    await story.begin();
    await story.ask();
  });

  it('shows nothing any more at once, and the server takes nothing from this browser', async () => {
    await story.outcome(story.consumer.answerChallenge());
    story.consumer.send('mine');
    const left = story.consumer.logOut();
    expect(story.consumer.view).toMatchObject({ items: [], unsent: [], conversation: undefined });
    expect(await story.outcome(left)).toMatchObject({ ok: true });
    expect(story.storage.getItem('doorstep:http://simulated:acme:web')).not.toMatch(/mine|Ada|token/);
    expect(all()[0]?.head.assurance.level).toBe('anonymous');
  });

  it('is told until the server knows', async () => {
    await story.outcome(story.consumer.answerChallenge());
    story.server.isUp = false;
    const left = story.consumer.logOut();
    await story.clock.pass(5000);
    story.server.isUp = true;
    expect(await story.outcome(left)).toMatchObject({ ok: true });
    expect(all()[0]?.head.assurance.level).toBe('anonymous');
  });

  it('ends a login, too, that was about to come about', async () => {
    const late: { done: () => void } = { done: () => {} };
    story.server.beforeAnswer = (url) =>
      url.endsWith('/redeem') ? new Promise((done) => (late.done = () => done(undefined))) : undefined;
    void story.consumer.answerChallenge();
    await story.clock.until(() => all()[0]?.head.assurance.level === 'authenticated', 10_000);
    void story.consumer.logOut();
    await story.clock.pass(1000);
    late.done();
    await story.clock.pass(5000);
    expect(all()[0]?.head.assurance.level).toBe('anonymous');
    expect(story.consumer.view.conversation).toBeUndefined();
  });
});
