import type { Entry, Failure, LoginMethod, Party } from '../client/index.ts';
import { timeLeft } from './times.ts';

const nameOf = (party: Party): string => party.name ?? 'The agent';

/** What happened in a conversation, in words for agents. Undefined for what a newer server tells. */
export function entrySentence({ by, what }: Entry): string | undefined {
  switch (what.event) {
    case 'started':
      return 'An anonymous visitor started the conversation';
    case 'accepted':
      return `${nameOf(by)} accepted the conversation`;
    case 'transferred':
      return `${nameOf(by)} handed the conversation on${receiverWords(what.to)}${noteWords(what.note)}`;
    case 'released':
      return `${nameOf(by)} gave the conversation back to those who wait`;
    case 'closed':
      return by.role === 'consumer' ? 'The consumer ended the conversation' : 'The conversation was closed';
    case 'challenge_requested':
      if (by.role === 'consumer') return 'The consumer began to log in';
      return `${nameOf(by)} asked the consumer to log in${what.reason ? `: ${what.reason}` : ''}`;
    case 'challenge_declined':
      return 'The consumer chose not to log in now';
    case 'challenge_failed':
      return failedWords(what.why);
    case 'challenge_expired':
      return by.role === 'system'
        ? 'The request to log in has expired'
        : `${nameOf(by)} took the request to log in back`;
    case 'stepped_up':
      return `${what.person.name ?? 'The consumer'} logged in and is verified`;
    case 'stepped_down':
      return endWords(by, what.why);
    case 'resumed':
      return 'The consumer goes on here, logged in';
    case 'continued':
      return what.way === 'there'
        ? 'This goes on in another conversation'
        : 'This goes on from another conversation';
    case 'request_released':
      return `“${what.title}” went on to the brand's systems`;
    case 'request_answered':
      return `“${what.title}” ${what.ok ? 'is done' : 'could not be done'}`;
    case 'request_ended':
      return `“${what.title}” was not carried out: ${requestEnds[what.why]}`;
    case 'left':
      return 'The visitor has left';
    default:
      return undefined;
  }
}

/** Why a protected request came to nothing. */
export const requestEnds = {
  declined: 'the consumer did not want to log in',
  failed: 'the login did not succeed',
  expired: 'nobody logged in in time',
  cannot_satisfy: 'the login was weaker or older than it asks for',
  closed: 'the conversation was closed',
} as const;

function receiverWords(to: { agent?: Party | undefined; skill?: string | undefined } | undefined): string {
  if (to?.agent) return ` to ${nameOf(to.agent)}`;
  return to?.skill === undefined ? '' : ` to those with the skill ${to.skill}`;
}

const noteWords = (note: string | undefined): string => (note === undefined ? '' : `: ${note}`);

function endWords(by: Party, why: string): string {
  switch (why) {
    case 'logged_out':
      return 'The consumer logged out';
    case 'agent':
      return `${nameOf(by)} ended the verified period`;
    case 'revoked':
      return 'The brand ended the login';
    default:
      return 'The verified period is over: anonymous again';
  }
}

/** What the agent can make of a login that came to nothing. */
function failedWords(why: string): string {
  switch (why) {
    case 'cancelled':
    case 'login_cancelled':
      return 'The login was not finished';
    case 'cannot_satisfy':
      return 'The login was weaker or older than what was asked for';
    case 'other_identity':
      return 'Somebody else logged in: not the person whose conversation this is';
    default:
      return 'The login did not succeed';
  }
}

/** How somebody has logged in. */
export function methodWords(method: LoginMethod['method']): string {
  switch (method) {
    case 'token':
      return "the site's login";
    case 'oidc':
      return 'an OpenID provider';
    case 'login_page':
      return "the brand's login page";
    case 'private_data':
      return 'known personal details';
  }
}

/** Why something could not be done, in words that help the agent. */
export function failureSentence(failure: Failure): string {
  switch (failure.code) {
    case 'too_long':
      return 'That is too long for one message. Please send it in parts.';
    case 'closed':
      return 'The conversation is closed.';
    case 'not_found':
      return 'This conversation is not there, or is for others.';
    case 'not_assigned':
      return 'Only the agent who has the conversation can do that. Accept it first.';
    case 'already_accepted':
      return 'Another agent has accepted this conversation.';
    case 'agent_full':
      return 'There are as many open conversations as allowed. Close one or hand one on first.';
    case 'agent_away':
      return 'Who is away takes no new conversations.';
    case 'channel_not_supported':
      return 'A live chat cannot be continued with a login.';
    case 'asked_too_soon':
      return `The consumer said “not now” a short while ago.${againIn(failure.retryAfter)}`;
    case 'prompt_limit':
      return 'The consumer was asked as often as is allowed in one conversation.';
    case 'not_authenticated':
      return 'The login has ended already.';
    case 'challenge_expired':
    case 'challenge_not_open':
      return 'This request to log in is over.';
    case 'conflict':
      return 'Somebody else was quicker. Look at how it stands now, and try again.';
    case 'invalid_request':
      return `That was not taken${failure.errors?.[0] ? `: ${failure.errors[0].path} ${failure.errors[0].message}` : '.'}`;
    case 'forbidden':
      return 'You may not do that.';
    case 'unavailable':
      return 'The service for this does not answer right now. Please try again in a moment.';
    case 'unreachable':
      return 'There is no connection right now. Please try again when it is back.';
    case 'rate_limited':
      return `That was a lot at once.${againIn(failure.retryAfter)}`;
    default:
      return 'That did not work. Please try again in a moment.';
  }
}

const againIn = (seconds: number | undefined): string =>
  seconds === undefined ? ' Please wait a moment.' : ` Try again in ${timeLeft(seconds * 1000, 0)}.`;

/** Whom one talks to. */
export const nameOrVisitor = (name: string | undefined): string => name ?? 'Anonymous visitor';
