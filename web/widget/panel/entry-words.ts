import type { ComponentChildren } from 'preact';
import type { Entry } from '../../client/index.ts';
import type { Words } from './words.tsx';

/** What happened, as its consumer reads it. Undefined for what is the agents' business, or what a newer server tells. */
export function entryWords({ say, text }: Words, { by, what }: Entry): ComponentChildren | undefined {
  const name = by.name ?? text('theAgent');
  const byConsumer = by.role === 'consumer';
  switch (what.event) {
    case 'started':
      return say('entry.started');
    case 'accepted':
      return say('entry.accepted', { name });
    case 'closed':
      return say(byConsumer ? 'entry.closedByYou' : 'entry.closed');
    case 'transferred':
      return say('entry.handedOn');
    case 'challenge_requested':
      if (byConsumer) return say('entry.beganLogin');
      return what.reason
        ? say('entry.askedWhy', { name, reason: what.reason })
        : say('entry.asked', { name });
    case 'challenge_declined':
      return say('entry.declined');
    case 'challenge_failed':
      return say(/cancelled$/.test(what.why) ? 'entry.notFinished' : 'entry.failed');
    case 'challenge_expired':
      return say('entry.expired');
    case 'stepped_up':
      return what.person.name ? say('loggedInAs', { name: what.person.name }) : say('loggedIn');
    case 'resumed':
      return say('entry.resumed');
    case 'continued':
      return say(what.way === 'there' ? 'entry.goesOnThere' : 'entry.goesOnHere');
    case 'request_released':
      return say('entry.requestReleased', { title: what.title });
    case 'request_answered':
      return say(what.ok ? 'entry.requestDone' : 'entry.requestNotDone', { title: what.title });
    case 'request_ended':
      return say('entry.requestEnded', { title: what.title });
    case 'left':
      return say('entry.left');
    case 'stepped_down':
      return say('entry.steppedDown');
    default:
      return undefined;
  }
}
