export { AgentClient, type AgentEvents, type AgentOptions } from './agent.ts';
export type { AgentConversation, Receiver, Wanted } from './agent-conversation.ts';
export type { History } from './agent-history.ts';
export type { ConsumerCallbacks, TokenRequest } from './callbacks.ts';
export { ConsumerClient } from './consumer.ts';
export type { ConsumerEvents, ConsumerOptions, ConsumerStatus, ConsumerView } from './consumer-types.ts';
export { isAuthenticated, isOpen } from './head.ts';
export type { InboxFilter } from './inbox.ts';
export type { Socket } from './link.ts';
export type { Unsent } from './outbox.ts';
export type { Failure, FailureCode, Outcome } from './outcome.ts';
export type { StepUpDone } from './redeem.ts';
export { SignInClient } from './sign-in.ts';
export type { LoginPlace, LoginUnderWay } from './step-up-types.ts';
export { memoryStore, type Store } from './storage.ts';
export type {
  Assurance,
  CannedAnswer,
  Challenge,
  Colleague,
  Conversation,
  DeskSettings,
  Entry,
  InboxLine,
  Item,
  LoginMethod,
  Message,
  NewPasskey,
  NextStep,
  OwnFactors,
  OwnSessions,
  Party,
  PasskeyAnswer,
  PasskeyOptions,
  PastConversation,
  ProtectedRequest,
  RequestKind,
  SignInSession,
  TotpEnrolment,
} from './types.ts';
