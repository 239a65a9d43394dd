import type { Action } from './frames.ts';
import type { Operation } from './http.ts';
import type { ProblemCode } from './problems.ts';

/** What any operation may answer besides its own problems: by whether it takes a body, or ids in its path. */
export const httpAlways = [
  'invalid_request',
  'internal',
  'unavailable',
] as const satisfies readonly ProblemCode[];
export const withBody = ['too_large'] as const satisfies readonly ProblemCode[];
export const withParams = ['not_found'] as const satisfies readonly ProblemCode[];
/** What any frame may be answered with. */
export const frameAlways = [
  'invalid_request',
  'unknown_action',
  'too_large',
  'forbidden',
  'rate_limited',
  'internal',
  'unavailable',
] as const satisfies readonly ProblemCode[];

const bearer = ['unauthorized', 'origin_refused'] as const;
const agent = ['unauthorized', 'second_factor_required', 'enrolment_required'] as const;
const agentChange = [...agent, 'origin_refused'] as const;
const admin = [...agent, 'forbidden'] as const;
const adminCreate = [...admin, 'origin_refused'] as const;
const adminChange = [...adminCreate, 'precondition_required', 'precondition_failed'] as const;
const half = ['unauthorized', 'origin_refused', 'password_required'] as const;
const openChallenge = ['closed', 'challenge_not_open', 'challenge_expired', 'already_stepped_up'] as const;

/** The problems that each HTTP operation can answer by its own rules. */
export const httpRefusals = {
  preflight: [],
  openSession: ['origin_refused', 'rate_limited'],
  openTicket: [...bearer, 'session_ended', 'rate_limited'],
  readMessages: [...bearer, 'session_ended'],
  takeTranscript: [...bearer, 'session_ended'],
  startChallenge: [...bearer, 'session_ended', ...openChallenge],
  redeem: [
    ...bearer,
    ...openChallenge,
    'channel_not_supported',
    'token_refused',
    'other_identity',
    'conflict',
  ],
  openAgentTicket: [...agentChange, 'rate_limited'],
  listInbox: agent,
  readConversation: agent,
  readConversationMessages: agent,
  acceptInvitation: ['origin_refused', 'invitation_refused', 'password_refused', 'rate_limited'],
  enterPassword: ['origin_refused', 'sign_in_failed', 'rate_limited'],
  beginTotp: [...half, 'second_factor_required'],
  confirmTotp: [...half, 'code_refused', 'second_factor_required', 'enrolment_required'],
  enterCode: [...half, 'code_refused', 'enrolment_required'],
  readSession: ['unauthorized'],
  signOut: ['origin_refused'],
  listSessions: agent,
  endSession: agentChange,
  readBrand: admin,
  changeBrand: adminChange,
  listEngagements: admin,
  createEngagement: [...adminCreate, 'exists'],
  readEngagement: admin,
  changeEngagement: adminChange,
  listIssuers: admin,
  createIssuer: [...adminCreate, 'exists', 'key_refused'],
  readIssuer: admin,
  changeIssuer: [...adminChange, 'key_refused'],
  listUsers: admin,
  inviteUser: [...adminCreate, 'exists'],
  readUser: admin,
  changeUser: adminChange,
  inviteUserAgain: adminCreate,
  listUserSessions: admin,
  endUserSession: adminCreate,
  searchConversations: admin,
  exportTranscript: admin,
} as const satisfies Record<Operation, readonly ProblemCode[]>;

const inConversation = ['not_found', 'rejoin'] as const;
const numbered = ['closed', 'conflict', 'duplicate', 'out_of_order', 'lost'] as const;
const onChallenge = [...inConversation, 'closed', 'challenge_not_open'] as const;

/** The problems that each frame can be answered with by its own rules. */
export const frameRefusals = {
  'consumer.start': ['unauthorized', 'not_found', 'session_ended'],
  'consumer.join': ['unauthorized', 'not_found', 'session_ended'],
  'consumer.send': [...inConversation, ...numbered, 'session_ended'],
  'consumer.typing': [...inConversation, 'session_ended'],
  'consumer.read': [...inConversation, 'session_ended'],
  'consumer.close': [...inConversation, 'session_ended'],
  'consumer.decline': [...onChallenge, 'session_ended'],
  'consumer.fail': [...onChallenge, 'session_ended'],
  'consumer.expire': [...onChallenge, 'not_yet'],
  ping: [],
  'agent.hello': ['unauthorized'],
  'agent.alive': ['unauthorized'],
  'agent.accept': ['unauthorized', 'not_found', 'closed', 'already_accepted'],
  'agent.join': ['unauthorized', 'not_found'],
  'agent.send': ['unauthorized', 'not_assigned', ...inConversation, ...numbered],
  'agent.typing': ['unauthorized', ...inConversation],
  'agent.read': ['unauthorized', ...inConversation],
  'agent.close': ['unauthorized', 'not_found', 'not_assigned'],
  'agent.ask': [
    'unauthorized',
    'not_found',
    'closed',
    'channel_not_supported',
    'not_assigned',
    'challenge_not_open',
  ],
  'agent.expire': ['unauthorized', 'not_found', 'closed', 'challenge_not_open', 'not_yet'],
} as const satisfies Record<Action, readonly ProblemCode[]>;
