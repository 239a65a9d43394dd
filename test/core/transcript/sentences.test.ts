import { describe, expect, it } from '@jest/globals';
import type { EntryEvent, Party } from '../../../contract/conversation.ts';
import { sentenceOf } from '../../../lambdas/core/transcript/sentences.ts';

const ada: Party = { role: 'agent', id: 'a1', name: 'Ada' };
const assurance = { level: 'anonymous' } as const;
const request = { request: 'r1', title: 'Statement' };

type Events = { [E in EntryEvent as E['event']]: readonly [Omit<E, 'event'>, string, Party?] };

const events: Events = {
  started: [{}, 'The conversation began.'],
  accepted: [{}, 'Ada took the conversation.'],
  transferred: [{ note: 'Difficult' }, 'Ada handed the conversation on.'],
  released: [{}, 'Ada gave the conversation back.'],
  closed: [{}, 'Ada closed the conversation.'],
  challenge_requested: [{ challenge: 'c1', reason: 'To see it' }, 'Ada asked for a login: To see it'],
  challenge_declined: [{ challenge: 'c1' }, 'The login was declined.'],
  challenge_failed: [{ challenge: 'c1', why: 'cancelled' }, 'The login did not succeed.'],
  challenge_expired: [{ challenge: 'c1' }, 'The time to log in was over.', { role: 'system' }],
  stepped_up: [
    {
      challenge: 'c1',
      method: 'token',
      issuer: 'shop',
      identity: 'i1',
      person: { name: 'Cy' },
      assurance,
      epoch: 1,
    } as never,
    'Logged in as Cy.',
  ],
  stepped_down: [{ why: 'agent' } as never, 'The login has ended.'],
  resumed: [{ from: 'c0', epoch: 1, assurance }, 'The conversation goes on here, logged in.'],
  continued: [{ way: 'there', conversation: 'c2' }, 'This goes on in another conversation.'],
  request_released: [request, '“Statement” was passed on.'],
  request_answered: [{ ...request, ok: false }, '“Statement” could not be done.'],
  request_ended: [
    { ...request, why: 'expired' },
    '“Statement” was not carried out: nobody logged in in time.',
  ],
  left: [{}, 'The customer has left.'],
};

describe('what happened, in a transcript', () => {
  it.each(Object.entries(events))('%s', (event, [more, sentence, by]) => {
    const what = { event, ...more } as EntryEvent;
    expect(sentenceOf({ kind: 'entry', seq: 1, at: 0, by: by ?? ada, what })).toBe(sentence);
  });

  it('says when an agent took a request to log in back, and that a login may have no name', () => {
    const of = (what: EntryEvent) => sentenceOf({ kind: 'entry', seq: 1, at: 0, by: ada, what });
    expect(of({ event: 'challenge_expired', challenge: 'c1' })).toBe('Ada took the request to log in back.');
    expect(of({ event: 'challenge_requested', challenge: 'c1' })).toBe('Ada asked for a login.');
  });
});
