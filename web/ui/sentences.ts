import type { Entry, Failure } from '../client/index.ts';
import { timeLeft } from './login-words.ts';

export type Reader = 'consumer' | 'agent';

const byName = (entry: Entry): string => entry.by.name ?? 'The agent';

/** What happened, in words for the one who reads it. Undefined for what a newer server tells. */
export function entrySentence(entry: Entry, reader: Reader): string | undefined {
  const mine = reader === 'consumer';
  const { what } = entry;
  switch (what.event) {
    case 'started':
      return mine ? 'You started the conversation' : 'An anonymous visitor started the conversation';
    case 'accepted':
      return mine ? `${byName(entry)} is here` : `${byName(entry)} accepted the conversation`;
    case 'closed':
      return entry.by.role === 'consumer'
        ? `${mine ? 'You' : 'The consumer'} ended the conversation`
        : 'The conversation was closed';
    case 'challenge_requested':
      if (entry.by.role === 'consumer') return mine ? 'You began to log in' : 'The consumer began to log in';
      return `${byName(entry)} asked ${mine ? 'you' : 'the consumer'} to log in${what.reason ? `: ${what.reason}` : ''}`;
    case 'challenge_declined':
      return mine ? 'You chose not to log in now' : 'The consumer chose not to log in now';
    case 'challenge_failed':
      return failedWords(what.why, mine);
    case 'challenge_expired':
      return 'The request to log in has expired';
    case 'stepped_up':
      return mine
        ? loggedInAs(what.person.name)
        : `${what.person.name ?? 'The consumer'} logged in and is verified`;
    case 'resumed':
      return mine ? 'You go on here' : 'The consumer goes on here, logged in';
    case 'continued':
      return what.way === 'there'
        ? 'This goes on in another conversation'
        : 'This goes on from another conversation';
    case 'request_released':
      return mine ? `“${what.title}” is under way` : `“${what.title}” went on to the brand's systems`;
    case 'request_answered':
      return `“${what.title}” ${what.ok ? 'is done' : 'could not be done'}`;
    case 'request_ended':
      return `“${what.title}” was not carried out`;
    case 'left':
      return mine ? 'You have left' : 'The visitor has left';
    case 'stepped_down':
      return mine ? 'Your login has ended. What you write now is anonymous' : endWords(entry, what.why);
    default:
      return undefined;
  }
}

function endWords(entry: Entry, why: string): string {
  switch (why) {
    case 'logged_out':
      return 'The consumer logged out';
    case 'agent':
      return `${byName(entry)} ended the verified period`;
    case 'revoked':
      return 'The brand ended the login';
    default:
      return 'The verified period is over: anonymous again';
  }
}

/** The consumer is told no more than that; the agent what to do about it. */
function failedWords(why: string, mine: boolean): string {
  if (why === 'cancelled' || why === 'login_cancelled') return 'The login was not finished';
  if (mine) return 'The login did not succeed';
  switch (why) {
    case 'cannot_satisfy':
      return 'The login was weaker or older than what was asked for';
    case 'other_identity':
      return 'Somebody else logged in: not the person whose conversation this is';
    default:
      return 'The login did not succeed';
  }
}

export const loggedInAs = (name: string | undefined): string =>
  name === undefined ? 'You are logged in' : `You are logged in as ${name}`;

/** Why something could not be done, in words that help. */
export function failureSentence(failure: Failure): string {
  switch (failure.code) {
    case 'too_long':
      return 'That is too long for one message. Please send it in parts.';
    case 'closed':
      return 'The conversation is closed.';
    case 'session_ended':
    case 'unauthorized':
      return 'This conversation has ended, because it was quiet for a while or was continued elsewhere.';
    case 'not_assigned':
      return 'Accept the conversation first.';
    case 'already_accepted':
      return 'Another agent has accepted this conversation.';
    case 'channel_not_supported':
      return 'A live chat cannot be continued with a login.';
    case 'cannot_satisfy':
      return 'That login was not strong or recent enough for this. Try another way to log in, or tell the agent.';
    case 'method_not_accepted':
      return 'You cannot log in that way here.';
    case 'login_required':
      return 'Please log in first.';
    case 'already_stepped_up':
      return 'This request to log in was answered already, perhaps in another tab.';
    case 'asked_too_soon':
      return `The consumer said “not now” a short while ago.${failure.retryAfter === undefined ? '' : ` Ask again in ${timeLeft(failure.retryAfter * 1000, 0)}.`}`;
    case 'prompt_limit':
      return 'The consumer was asked as often as is allowed in one conversation.';
    case 'not_authenticated':
      return 'The login has ended already.';
    case 'unavailable':
      return 'The service for this does not answer right now. Please try again in a moment.';
    case 'login_cancelled':
      return 'The login was not finished. You can try again.';
    case 'login_failed':
    case 'token_refused':
    case 'login_refused':
      return 'The login could not be confirmed. Please try again.';
    case 'challenge_expired':
    case 'challenge_not_open':
      return 'This request to log in is over.';
    case 'other_identity':
      return 'This conversation belongs to another login. Please start a new one.';
    case 'unreachable':
      return 'There is no connection right now.';
    case 'rate_limited':
      return 'That was a lot at once. Please wait a moment.';
    default:
      return 'That did not work. Please try again in a moment.';
  }
}

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** The time alone for today, the day as well for what is older. */
export function when(at: number): string {
  const sameDay = new Date(at).toDateString() === new Date().toDateString();
  return (sameDay ? timeOfDay : dayAndTime).format(at);
}
