import type * as z from 'zod/mini';
import type { Action, Frame } from '../../contract/frames.ts';
import type { agentRoutes } from '../../contract/http/agent.ts';
import type { consumerRoutes, page, ticket } from '../../contract/http/consumer.ts';
import type { historyRoutes, pastConversation } from '../../contract/http/history.ts';
import type { personRoutes } from '../../contract/http/person.ts';
import type { requestRoutes } from '../../contract/http/requests.ts';
import type { signInRoutes } from '../../contract/http/sign-in.ts';
import type { stepUpRoutes } from '../../contract/http/step-up.ts';

export type {
  Assurance,
  Challenge,
  Conversation,
  Entry,
  InboxLine,
  Item,
  Message,
  Party,
  Stamp,
} from '../../contract/conversation.ts';
export type { Push, ServerEvent } from '../../contract/events.ts';
export type { Action, FrameAnswer } from '../../contract/frames.ts';
export type { LoginMethod } from '../../contract/login.ts';
export type { ProtectedRequest } from '../../contract/protected-request.ts';

export type Page = z.infer<typeof page>;
export type Ticket = z.infer<typeof ticket>;
export type OpenedSession = z.infer<typeof consumerRoutes.openSession.answer>;
export type History = z.infer<typeof historyRoutes.listHistory.answer>;
export type Resumed = z.infer<typeof historyRoutes.resumeConversation.answer>;
export type PastConversation = z.infer<typeof pastConversation>;
export type Acknowledgements = z.infer<typeof personRoutes.listAcknowledgements.answer>;
export type EarlierConversations = z.infer<typeof personRoutes.listEarlier.answer>;
export type DeskSettings = z.infer<typeof agentRoutes.readDesk.answer>;
export type Colleague = z.infer<typeof agentRoutes.listColleagues.answer>['items'][number];
export type CannedAnswer = z.infer<typeof agentRoutes.listAnswers.answer>['items'][number];
export type RequestKind = z.infer<typeof requestRoutes.listKinds.answer>['items'][number];
/** A page of a list. */
export interface ListPage<T> {
  readonly items: readonly T[];
  readonly cursor?: string | undefined;
}
export type StartedChallenge = z.infer<typeof stepUpRoutes.startChallenge.answer>;
export type SteppedUp = z.infer<typeof stepUpRoutes.redeem.answer>;
export type SignInSession = z.infer<typeof signInRoutes.readSession.answer>;
export type NextStep = z.infer<typeof signInRoutes.enterPassword.answer>;
export type TotpEnrolment = z.infer<typeof signInRoutes.beginTotp.answer>;
export type AcceptedInvitation = z.infer<typeof signInRoutes.acceptInvitation.answer>;
export type Enrolled = z.infer<typeof signInRoutes.confirmTotp.answer>;
export type PasskeyOptions = z.infer<typeof signInRoutes.beginPasskey.answer>;
export type PasskeyAnswer = z.infer<typeof signInRoutes.enterPasskey.body>['credential'];
export type NewPasskey = z.infer<typeof signInRoutes.confirmPasskey.body>['credential'];
export type OwnFactors = z.infer<typeof signInRoutes.listFactors.answer>;
export type RecoveryCodes = z.infer<typeof signInRoutes.renewRecoveryCodes.answer>;
export type OwnSessions = z.infer<typeof signInRoutes.listSessions.answer>;

/** What a frame holds beside its action and its id. */
export type Fields<A extends Action> = Omit<Frame<A>, 'action' | 'id'>;

/** Which page of a conversation: after or before a sequence number, or the newest. */
export interface PageQuery {
  readonly after?: number;
  readonly before?: number;
}
