import type { Assurance } from '../../../contract/conversation.ts';
import type { LoginMethodName } from '../../../contract/login.ts';
import { startedWith } from '../challenge/changes.ts';
import { absent, any, type Change, equals, type Item, next, to, type Value } from '../change.ts';
import { recordEntry } from '../conversation/entry.ts';
import { notClosed, ofEpoch, sessionMark } from '../conversation/guards.ts';
import {
  type Head,
  type OwedStepUp,
  type Redeemed,
  socketAttribute,
  socketsOf,
} from '../conversation/head.ts';
import { moveTo } from '../conversation/inbox.ts';
import { theConsumer } from '../conversation/parties.ts';
import { packStamp } from '../conversation/stamp.ts';
import { packWho } from '../conversation/who.ts';
import { refuse } from '../result.ts';
import { fingerprint } from '../secrets.ts';
import type { Login } from '../tokens/login.ts';

/** A repeat of the same redeem is answered the same for so long. */
const repeatLife = 5 * 60 * 1000;

/** A person within a brand: by the namespace of the subjects and the subject, never by e-mail. */
export const identityOf = (brand: string, namespace: string, subject: string): string =>
  fingerprint('identity', brand, namespace, subject);

/** The assurance that a login gives, for at most `period` milliseconds; a signed `session_exp` can only shorten it. */
function assuranceOf(login: Login, period: number, now: number): Assurance & { level: 'authenticated' } {
  const until = Math.min(now + period, login.sessionEnd ?? Number.POSITIVE_INFINITY);
  return {
    level: 'authenticated',
    ...(login.acr === undefined ? {} : { acr: login.acr }),
    ...(login.amr === undefined ? {} : { amr: [...login.amr] }),
    ...(login.authTime === undefined ? {} : { authTime: login.authTime }),
    until,
  };
}

/** One try to redeem: which challenge, and the S256 of the verifier and of the browser's next bearer token. */
export interface Attempt {
  readonly challenge: string;
  readonly verifier: string;
  readonly next: string;
}

export interface StepUp {
  readonly head: Item & Head;
  readonly attempt: Attempt;
  readonly identity: string;
  readonly method: LoginMethodName;
  readonly login: Login;
  /** Where in the inbox a conversation appears that was held until now. */
  readonly inboxPk: string;
  /** Where it was redeemed from, for the log. */
  readonly network: string;
  readonly now: number;
}

/**
 * The step-up: if this challenge is open for this verifier, the epoch is unchanged, and the conversation is nobody's or
 * this person's. It raises the epoch, and so ends every earlier token and socket. Messages are not touched.
 */
export function stepUp({ head, attempt, identity, method, login, inboxPk, network, now }: StepUp): Change {
  const { challenge, verifier } = attempt;
  const assurance = assuranceOf(login, head.settings.period, now);
  const epoch = head.epoch + 1;
  const redeemed: Redeemed = { ...marksOf(attempt), at: now };
  const acr = login.acr === undefined ? {} : { acr: login.acr };
  const { issuer, attributes } = login;
  const event: OwedStepUp = {
    event: 'stepped_up',
    method,
    issuer,
    ...(attributes === undefined ? {} : { attributes }),
  };
  return {
    guards: [
      {
        that: any(absent('identity'), equals(['identity'], identity)),
        otherwise: refuse('other_identity').refusal,
      },
      { that: equals(['channel'], 'messaging'), otherwise: refuse('channel_not_supported').refusal },
      notClosed,
      { that: equals(['challenge', 'id'], challenge), otherwise: refuse('challenge_not_open').refusal },
      ofEpoch(head.epoch),
      ...startedWith(verifier, now),
    ],
    set: {
      ...moveTo(head.state === 'held' ? 'waiting' : head.state, now, head.id),
      ...(head.state === 'held' ? { inboxPk: to(inboxPk) } : {}),
      ...recordEntry(now, theConsumer, event, network),
      epoch: to(epoch),
      assurance: to(assurance as Value),
      stamp: to(packStamp({ level: 'authenticated', ...acr, epoch })),
      until: to(assurance.until),
      identity: to(identity),
      who: to(packWho(login)),
      redeemed: to({ ...redeemed }),
      upSeq: next('lastSeq'),
      ...(login.name === undefined ? {} : { name: to(login.name) }),
    },
    remove: ['challenge', 'readFrom', ...endedSockets(head), ...endedSessions(head)],
  };
}

/** The sessions of other devices end with their epoch. */
export const endedSessions = (head: Item): string[] =>
  Object.keys(head).filter((name) => name.startsWith('z#'));

/** The sockets of the epoch that ends: nothing is sent to them and nothing taken from them any more. */
export const endedSockets = (head: Item): string[] =>
  socketsOf(head)
    .filter(({ role }) => role === 'consumer')
    .map(({ connection }) => socketAttribute(connection));

/** What a head keeps of an attempt. */
const marksOf = ({ challenge, verifier, next: session }: Attempt) => ({
  challenge,
  // Half as long as others: whoever repeats also holds the old bearer token and knows the next one.
  verifier: fingerprint('verifier', verifier).slice(0, 11),
  session: sessionMark(session),
});

/** Whether a redeem is the one that this head has recorded, made again. */
export function isRepeat({ redeemed }: Head, attempt: Attempt, now: number): boolean {
  const { challenge, verifier, session } = marksOf(attempt);
  return (
    redeemed?.challenge === challenge &&
    redeemed.verifier === verifier &&
    redeemed.session === session &&
    redeemed.at > now - repeatLife
  );
}
