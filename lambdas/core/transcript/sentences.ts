import type { Entry, Party } from '../../../contract/conversation.ts';
import type { RequestEnd } from '../../../contract/protected-request.ts';

/** Who it is, in words. */
export const nameOf = ({ role, name }: Party): string =>
  name ?? { consumer: 'Customer', agent: 'Agent', bot: 'Bot', system: 'System' }[role];

/** Why a protected request came to nothing. */
const requestEnds: Record<RequestEnd, string> = {
  declined: 'the login was declined',
  failed: 'the login did not succeed',
  expired: 'nobody logged in in time',
  cannot_satisfy: 'the login was weaker or older than it asks for',
  closed: 'the conversation was closed',
};

/** What happened, in one sentence, for both sides: what agents note for each other is not in it. */
export function sentenceOf({ by, what }: Entry): string {
  switch (what.event) {
    case 'started':
      return 'The conversation began.';
    case 'accepted':
      return `${nameOf(by)} took the conversation.`;
    case 'transferred':
      return `${nameOf(by)} handed the conversation on.`;
    case 'released':
      return `${nameOf(by)} gave the conversation back.`;
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
      return by.role === 'system'
        ? 'The time to log in was over.'
        : `${nameOf(by)} took the request to log in back.`;
    case 'stepped_up':
      return what.person.name === undefined ? 'Logged in.' : `Logged in as ${what.person.name}.`;
    case 'stepped_down':
      return 'The login has ended.';
    case 'resumed':
      return 'The conversation goes on here, logged in.';
    case 'continued':
      return `This goes on ${what.way === 'there' ? 'in' : 'from'} another conversation.`;
    case 'request_released':
      return `“${what.title}” was passed on.`;
    case 'request_answered':
      return `“${what.title}” ${what.ok ? 'is done' : 'could not be done'}.`;
    case 'request_ended':
      return `“${what.title}” was not carried out: ${requestEnds[what.why]}.`;
    case 'left':
      return 'The customer has left.';
    default:
      // Written by a newer version, before somebody went back to this one.
      return `${(what as { event: string }).event.replaceAll('_', ' ')}.`;
  }
}
