import { beforeEach, describe, expect, it } from '@jest/globals';
import type { TokenRequest } from '../../web/client/callbacks.ts';
import type { Conversation } from '../../web/client/types.ts';
import { Story } from './simulation/story.ts';

let story: Story;
beforeEach(async () => {
  story = new Story();
  await story.begin();
  await story.ask();
});

const head = (): Conversation | undefined => [...story.server.conversations.values()][0]?.head;
const events = (): string[] =>
  story.consumer.view.items.flatMap((item) => (item.kind === 'entry' ? [item.what.event] : []));

describe('a request to log in', () => {
  it('gives the page what it needs to get a token, and makes the conversation authenticated', async () => {
    const asked: TokenRequest[] = [];
    story.token = async (request) => {
      asked.push(request);
      return `signed:${request.nonce}`;
    };
    const done = await story.outcome(story.consumer.answerChallenge());
    expect(done).toMatchObject({ ok: true, value: { name: 'Ada', conversation: head()?.id } });
    expect(asked).toMatchObject([{ challenge: head()?.challenge?.id, conversation: head()?.id }]);
    expect(story.consumer.view.conversation?.assurance.level).toBe('authenticated');
    expect(story.consumer.view.challenge).toBeUndefined();
    await story.clock.until(() => story.isQuiet(), 10_000);
    expect(story.conversation?.conversation?.name).toBe('Ada');
  });

  it('asks the page for private data by a callback of its own, and offers no way that the page cannot take', async () => {
    story.server.methods = [
      { method: 'oidc', provider: 'p' },
      { method: 'private_data' },
      { method: 'token' },
    ];
    story.callbacks = { privateData: async ({ nonce }) => `signed:${nonce}` };
    story.reload();
    await story.clock.until(() => story.consumer.view.items.length > 0, 10_000);
    void story.conversation?.ask('once more');
    await story.clock.until(() => story.consumer.view.methods.length === 3, 10_000);
    story.consumer.callbacks = { ...story.callbacks };
    expect(story.consumer.view.methods.map(({ method }) => method)).toEqual(['oidc', 'private_data']);
    const done = story.consumer.answerChallenge({ method: 'private_data' });
    expect(await story.outcome(done)).toMatchObject({ ok: true });
    story.consumer.callbacks = {};
    expect(await story.outcome(story.consumer.logIn({ method: 'token' }))).toMatchObject({
      failure: { code: 'login_cancelled' },
    });
  });

  it('reads on under the new token when a page that was asked for under the old one is refused late', async () => {
    const late: { go: () => void } = { go: () => {} };
    story.server.beforeRequest = (url) => {
      if (!url.includes('/messages')) return undefined;
      story.server.beforeRequest = () => undefined;
      return new Promise((go) => {
        late.go = () => go();
      });
    };
    story.reload();
    await story.clock.until(() => story.consumer.view.challenge !== undefined, 10_000);
    await story.outcome(story.consumer.answerChallenge());
    await story.clock.until(() => story.consumer.view.status === 'online', 10_000);
    await story.clock.pass(1000);
    late.go();
    expect(await story.clock.until(() => events().includes('stepped_up'), 10_000)).toBe(true);
    await story.clock.pass(1000);
    expect(story.consumer.view.status).toBe('online');
  });

  it('hears nothing of the next conversation in a page of the one that was left, which is refused late', async () => {
    const late: { go: () => void } = { go: () => {} };
    let pages = 0;
    story.server.beforeRequest = (url) => {
      if (!url.includes('/messages') || pages++ > 0) return undefined;
      return new Promise((go) => {
        late.go = () => go();
      });
    };
    story.reload();
    await story.clock.until(() => story.consumer.view.challenge !== undefined, 10_000);
    const before = head()?.id;
    await story.outcome(story.consumer.logOut());
    story.consumer.send('Somebody else now');
    await story.clock.until(() => story.consumer.view.unsent.length === 0, 10_000);
    await story.clock.pass(1000);
    pages = 1;
    late.go();
    await story.clock.pass(10_000);
    expect(pages).toBe(1);
    expect(story.consumer.view.status).toBe('online');
    expect(story.consumer.view.conversation?.id).not.toBe(before);
  });

  it('keeps what is written meanwhile, and sends it', async () => {
    const done = story.consumer.answerChallenge();
    story.writes('consumer');
    await story.outcome(done);
    story.writes('consumer');
    await story.clock.until(() => story.isQuiet(), 10_000);
    const texts = story.consumer.view.items.flatMap((item) => (item.kind === 'message' ? [item.text] : []));
    expect(texts).toEqual(story.written.consumer);
  });

  it('can be declined', async () => {
    expect(await story.outcome(story.consumer.decline())).toMatchObject({ ok: true });
    await story.clock.pass(1000);
    expect(events()).toContain('challenge_declined');
    expect(story.consumer.view.challenge).toBeUndefined();
  });

  it.each([
    ['changes their mind', () => Promise.resolve(undefined), 'login_cancelled', 'cancelled'],
    ['cannot log in', () => Promise.reject(new Error('no')), 'login_failed', 'login_failed'],
  ] as const)(
    'is told to the other side, and can be answered again, when the person %s',
    async (_, token, code, why) => {
      const works = story.token;
      story.token = token;
      const done = await story.outcome(story.consumer.answerChallenge());
      expect(done).toMatchObject({ ok: false, failure: { code } });
      await story.clock.pass(1000);
      expect(story.conversation?.items.at(-1)).toMatchObject({ what: { event: 'challenge_failed', why } });
      story.token = works;
      expect(await story.outcome(story.consumer.answerChallenge())).toMatchObject({ ok: true });
    },
  );

  it('says that a token was not accepted', async () => {
    story.token = async () => 'signed:something else';
    const done = await story.outcome(story.consumer.answerChallenge());
    expect(done).toMatchObject({ ok: false, failure: { code: 'token_refused' } });
    expect(story.consumer.view.loggingIn).toBe(false);
    expect(story.consumer.view.conversation?.assurance.level).toBe('anonymous');
  });

  it('takes no further answer, and says so, though the push that tells the failure was quicker than the answer', async () => {
    story.server.refuses = 'other_identity';
    const late: { go: () => void } = { go: () => {} };
    const held = new Promise<void>((go) => {
      late.go = go;
    });
    story.server.beforeAnswer = (url) => (url.endsWith('/redeem') ? held : undefined);
    let heard = story.consumer.view;
    story.consumer.on('change', (view) => {
      heard = view;
    });
    const done = story.consumer.answerChallenge();
    await story.clock.until(() => events().includes('challenge_failed'), 10_000);
    late.go();
    expect(await story.outcome(done)).toMatchObject({ ok: false, failure: { code: 'other_identity' } });
    await story.clock.pass(1000);
    expect(heard.challenge).toBeUndefined();
  });

  it('ends the same when the answer to the redeem is lost and the page is loaded anew', async () => {
    let redeems = 0;
    story.server.losesAnswer = (url) => url.endsWith('/redeem') && redeems++ < 1;
    void story.consumer.answerChallenge();
    await story.clock.until(() => head()?.assurance.level === 'authenticated', 10_000);
    story.reload();
    await story.clock.until(
      () => story.consumer.view.conversation?.assurance.level === 'authenticated',
      60_000,
    );
    expect(story.consumer.view.conversation?.id).toBe(head()?.id);
    expect(events().filter((event) => event === 'stepped_up')).toHaveLength(1);
  });

  it('says so by itself when its time is over', async () => {
    await story.clock.pass(15 * 60_000 + 5000);
    expect(events()).toContain('challenge_expired');
    expect(story.consumer.view.challenge).toBeUndefined();
  });
});

describe('a copy of the tab', () => {
  it('is told that it has ended when the other one logged in; its text is kept', async () => {
    const copy = story.copyTab();
    await story.clock.until(() => copy.view.items.length > 0, 10_000);
    await story.outcome(story.consumer.answerChallenge());
    copy.send('from the copy');
    await story.clock.until(() => copy.view.status === 'ended', 120_000);
    expect(copy.view.unsent).toMatchObject([{ text: 'from the copy', failure: { code: 'unauthorized' } }]);
    copy.stop();
  });

  it('loses nothing, though both count the same numbers', async () => {
    const copy = story.copyTab();
    await story.clock.until(() => copy.view.items.length > 0, 10_000);
    story.writes('consumer');
    story.writes('consumer');
    await story.clock.until(() => story.isQuiet(), 10_000);
    copy.send('from the copy');
    await story.clock.until(() => copy.view.unsent.length === 0, 60_000);
    story.writes('consumer');
    await story.clock.until(() => story.isQuiet(), 60_000);
    const texts = story.consumer.view.items.flatMap((item) => (item.kind === 'message' ? [item.text] : []));
    expect(texts.toSorted()).toEqual([...story.written.consumer, 'from the copy'].toSorted());
    copy.stop();
  });
});

describe('a session that is over', () => {
  it('is told once, keeps the texts, and gives way to a new conversation with the next message', async () => {
    const told: string[] = [];
    story.consumer.on('ended', ({ code }) => told.push(code));
    const before = head()?.id;
    story.server.endSessions();
    story.server.cutAll();
    story.consumer.send('too late');
    await story.clock.until(() => story.consumer.view.status === 'ended', 60_000);
    expect(told).toEqual(['unauthorized']);
    expect(story.consumer.view.unsent).toMatchObject([
      { text: 'too late', failure: { code: 'unauthorized' } },
    ]);
    story.consumer.send('again');
    await story.clock.until(() => story.consumer.view.status === 'online', 10_000);
    await story.clock.pass(5000);
    expect(story.server.conversations.size).toBe(2);
    expect(story.consumer.view.conversation?.id).not.toBe(before);
    expect(story.consumer.view.unsent).toMatchObject([{ text: 'too late' }]);
  });

  it('refuses a message to a closed conversation with its text, and starts over when asked to', async () => {
    void story.conversation?.close();
    await story.clock.until(() => story.consumer.view.conversation?.state === 'closed', 10_000);
    story.consumer.send('too late');
    await story.clock.pass(5000);
    expect(story.consumer.view.unsent).toMatchObject([{ text: 'too late', failure: { code: 'closed' } }]);
    story.consumer.startOver();
    story.consumer.retry(story.consumer.view.unsent[0]?.key ?? '');
    await story.clock.pass(5000);
    expect(story.consumer.view.unsent).toEqual([]);
    expect(story.consumer.view.items.at(-1)).toMatchObject({ seq: 2, text: 'too late' });
  });
});
