import { describe, expect, it } from '@jest/globals';
import { emptyOutbox, Outbox, type OutboxState } from '../../web/client/outbox.ts';
import { ownFailure } from '../../web/client/outcome.ts';

function newOutbox(state = emptyOutbox()) {
  const saved: { state: OutboxState } = { state };
  const outbox = new Outbox(state, (next) => {
    saved.state = next;
  });
  const reload = () => newOutbox(JSON.parse(JSON.stringify(saved.state)));
  return { outbox, saved, reload };
}
const keyOf = (outbox: Outbox, text: string): string =>
  outbox.queue.find((one) => one.text === text)?.key ?? '';

describe('an outbox', () => {
  it('numbers messages from where the server has seen this client, one at a time', () => {
    const { outbox } = newOutbox();
    outbox.add('a', 1);
    outbox.add('b', 2);
    outbox.joined('me', 4);
    expect(outbox.next()).toMatchObject({ text: 'a', n: 5, sender: 'me' });
    expect(outbox.next()).toMatchObject({ text: 'a', n: 5 });
    outbox.stored(keyOf(outbox, 'a'), 9);
    expect(outbox.next()).toMatchObject({ text: 'b', n: 6 });
  });

  it('has saved the number of a message before that is sent, and keeps it over a reload', () => {
    const { outbox, saved, reload } = newOutbox();
    outbox.joined('me', 0);
    outbox.add('a', 1);
    outbox.next();
    expect(saved.state.queue).toMatchObject([{ text: 'a', n: 1, sender: 'me' }]);
    const again = reload().outbox;
    expect(again.clientId).toBe(outbox.clientId);
    expect(again.joined('me', 1)).toBe('none');
    expect(again.next()).toMatchObject({ text: 'a', n: 1 });
  });

  it.each([
    ['has seen it last', 'me', 3, 'none'],
    ['has not seen it', 'me', 2, 'none'],
    ['has seen later ones', 'me', 4, 'look'],
    ['has forgotten this client', 'me', 0, 'look'],
    ['knows us by another key', 'other', 3, 'look'],
  ] as const)(
    'asks to look for a message in flight only where a repeat could double it: the server %s',
    (_, sender, n, doubt) => {
      const { outbox } = newOutbox();
      outbox.joined('me', 2);
      outbox.add('a', 1);
      expect(outbox.next()?.n).toBe(3);
      expect(outbox.joined(sender, n)).toBe(doubt);
    },
  );

  it('sends the same text under the next number when its own was used up', () => {
    const { outbox } = newOutbox();
    outbox.joined('me', 0);
    outbox.add('a', 1);
    const first = outbox.next();
    outbox.renumber(first?.key ?? '', first?.n ?? 0);
    expect(outbox.next()).toMatchObject({ text: 'a', n: 2 });
  });

  it('becomes another client when a copy of it sends as the same', () => {
    const { outbox } = newOutbox();
    const before = outbox.clientId;
    outbox.joined('me', 7);
    outbox.add('a', 1);
    outbox.next();
    outbox.renew();
    expect(outbox.clientId).not.toBe(before);
    outbox.joined('me-2', 0);
    expect(outbox.next()).toMatchObject({ text: 'a', n: 1, sender: 'me-2' });
  });

  it('keeps a stored message until it is seen in the conversation', () => {
    const { outbox } = newOutbox();
    outbox.joined('me', 0);
    outbox.add('a', 1);
    outbox.stored(outbox.next()?.key ?? '', 5);
    outbox.seen(4);
    expect(outbox.queue).toHaveLength(1);
    outbox.seen(5);
    expect(outbox.queue).toEqual([]);
  });

  it('keeps the text of what is refused, does not use up its number, and tries it again behind the others', () => {
    const { outbox } = newOutbox();
    outbox.joined('me', 0);
    outbox.add('a', 1);
    outbox.add('b', 2);
    outbox.fail(outbox.next()?.key ?? '', ownFailure('internal'));
    expect(outbox.next()).toMatchObject({ text: 'b', n: 1 });
    outbox.retry(keyOf(outbox, 'a'));
    expect(outbox.queue.map(({ text }) => text)).toEqual(['b', 'a']);
    outbox.discard(keyOf(outbox, 'a'));
    expect(outbox.queue).toHaveLength(2);
  });

  it('keeps every text when the session ends, and says why none was sent', () => {
    const { outbox } = newOutbox();
    outbox.joined('me', 0);
    outbox.add('a', 1);
    outbox.add('b', 2);
    outbox.next();
    outbox.end(ownFailure('session_ended'));
    expect(outbox.queue.map(({ text, n, failure }) => [text, n, failure?.code])).toEqual([
      ['a', undefined, 'session_ended'],
      ['b', undefined, 'session_ended'],
    ]);
    expect(outbox.waiting).toBe(false);
  });

  it('refuses what is longer than 8 KB in UTF-8, and mends lone surrogates', () => {
    const { outbox } = newOutbox();
    expect(outbox.add('é'.repeat(4096), 1).ok).toBe(true);
    expect(outbox.add('é'.repeat(4097), 1)).toMatchObject({ ok: false, failure: { code: 'too_long' } });
    outbox.add('a\ud800', 1);
    expect(outbox.queue.at(-1)?.text).toBe('a\ufffd');
  });
});
