import type { Entry, Party } from '../../../contract/conversation.ts';

/** Who it is, in words. */
export const nameOf = ({ role, name }: Party): string =>
  name ?? { consumer: 'Customer', agent: 'Agent', bot: 'Bot', system: 'System' }[role];

/** What happened, in one sentence. An event without words of its own says its name. */
export function sentenceOf({ by, what }: Entry): string {
  switch (what.event) {
    case 'started':
      return 'The conversation began.';
    case 'accepted':
      return `${nameOf(by)} took the conversation.`;
    case 'closed':
      return `${nameOf(by)} closed the conversation.`;
    case 'challenge_requested':
      return what.reason === undefined
        ? `${nameOf(by)} asked for a login.`
        : `${nameOf(by)} asked for a login: ${what.reason}`;
    case 'challenge_declined':
      return 'The login was declined.';
    case 'challenge_failed':
      return 'The login did not succeed.';
    case 'challenge_expired':
      return 'The time to log in was over.';
    case 'stepped_up':
      return what.person.name === undefined ? 'Logged in.' : `Logged in as ${what.person.name}.`;
    case 'stepped_down':
      return 'The login has ended.';
    default:
      return `${(what as { event: string }).event.replaceAll('_', ' ')}.`;
  }
}
