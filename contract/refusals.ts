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
const agent = ['unauthorized', 'second_factor_required', 'enrolment_required', 'network_refused'] as const;
const agentChange = [...agent, 'origin_refused'] as const;
const admin = [...agent, 'forbidden'] as const;
const adminCreate = [...admin, 'origin_refused'] as const;
const adminDelete = [...adminCreate, 'precondition_required', 'precondition_failed'] as const;
const adminChange = [...adminCreate, 'precondition_required', 'precondition_failed'] as const;
const half = ['unauthorized', 'origin_refused', 'password_required', 'network_refused'] as const;
/** A change of what one signs in with: proven by the password and a factor. */
const proof = [...half, 'second_factor_required', 'enrolment_required'] as const;
const owner = [...agentChange, 'password_required'] as const;
const newFactor = [...proof, 'limit_reached'] as const;
const backend = ['unauthorized', 'rate_limited'] as const;
const openChallenge = ['closed', 'challenge_not_open', 'challenge_expired', 'already_stepped_up'] as const;

/** The problems that each HTTP operation can answer by its own rules. */
export const httpRefusals = {
  preflight: [],
  openSession: ['origin_refused', 'rate_limited'],
  openTicket: [...bearer, 'session_ended', 'rate_limited'],
  readMessages: [...bearer, 'session_ended'],
  takeTranscript: [...bearer, 'session_ended'],
  logOut: bearer,
  listHistory: [...bearer, 'not_authenticated'],
  readHistory: [...bearer, 'not_authenticated'],
  resumeConversation: [...bearer, 'not_authenticated', 'closed', 'cannot_satisfy', 'conflict'],
  requestLogin: [
    ...bearer,
    'session_ended',
    'channel_not_supported',
    'method_not_accepted',
    'rate_limited',
    ...openChallenge,
  ],
  startChallenge: [...bearer, 'session_ended', 'method_not_accepted', ...openChallenge],
  redeem: [
    ...bearer,
    ...openChallenge,
    'channel_not_supported',
    'method_not_accepted',
    'token_refused',
    'login_cancelled',
    'login_refused',
    'cannot_satisfy',
    'other_identity',
    'conflict',
  ],
  readAuthentication: admin,
  changeAuthentication: adminChange,
  openAgentTicket: [...agentChange, 'rate_limited'],
  listInbox: agent,
  readDesk: agent,
  listColleagues: agent,
  listAnswers: agent,
  readConversation: agent,
  readConversationMessages: agent,
  acceptInvitation: ['origin_refused', 'invitation_refused', 'password_refused', 'rate_limited'],
  enterPassword: ['origin_refused', 'sign_in_failed', 'network_refused', 'rate_limited'],
  beginPasskeySignIn: ['origin_refused', 'passkeys_unavailable', 'rate_limited'],
  signInByPasskey: [
    'origin_refused',
    'passkeys_unavailable',
    'sign_in_failed',
    'network_refused',
    'rate_limited',
  ],
  beginTotp: newFactor,
  confirmTotp: [...newFactor, 'code_refused'],
  beginPasskey: [...newFactor, 'passkeys_unavailable'],
  confirmPasskey: [...newFactor, 'passkeys_unavailable', 'key_refused'],
  enterCode: [...half, 'code_refused', 'enrolment_required'],
  enterRecoveryCode: [...half, 'code_refused', 'enrolment_required'],
  askForPasskey: [...half, 'enrolment_required', 'passkeys_unavailable'],
  enterPasskey: [...half, 'code_refused', 'enrolment_required', 'passkeys_unavailable'],
  prove: [...agentChange, 'sign_in_failed', 'rate_limited'],
  listFactors: agent,
  renameFactor: agentChange,
  removeFactor: [...owner, 'factor_needed'],
  renewRecoveryCodes: owner,
  changeOwnPassword: [...owner, 'password_refused'],
  forgetNotice: agentChange,
  endOtherSessions: agentChange,
  readSession: ['unauthorized', 'network_refused'],
  signOut: ['origin_refused'],
  listSessions: agent,
  endSession: agentChange,
  readBrand: admin,
  changeBrand: adminChange,
  listEngagements: admin,
  createEngagement: [...adminCreate, 'exists', 'conflict'],
  readEngagement: admin,
  changeEngagement: adminChange,
  deleteEngagement: adminDelete,
  listProviders: admin,
  createProvider: [...adminCreate, 'exists'],
  readProvider: admin,
  changeProvider: adminChange,
  deleteProvider: adminCreate,
  rotateProviderKey: [...adminCreate, 'precondition_failed'],
  readProviderKeys: [],
  listIssuers: admin,
  createIssuer: [...adminCreate, 'exists', 'key_refused'],
  readIssuer: admin,
  changeIssuer: [...adminChange, 'key_refused'],
  listEncryptionKeys: admin,
  createEncryptionKey: [...adminCreate, 'limit_reached'],
  retireEncryptionKey: adminCreate,
  readTokenKeys: [],
  listUsers: admin,
  findUsers: admin,
  inviteUser: [...adminCreate, 'exists', 'conflict'],
  readUser: admin,
  changeUser: [...adminChange, 'last_admin'],
  deleteUser: [...adminDelete, 'last_admin'],
  inviteUserAgain: [...adminCreate, 'conflict'],
  createBot: [...adminCreate, 'conflict'],
  listBotKeys: admin,
  createBotKey: [...adminCreate, 'conflict', 'in_use'],
  revokeBotKey: adminCreate,
  listSkills: admin,
  createSkill: [...adminCreate, 'exists', 'conflict', 'in_use'],
  readSkill: admin,
  changeSkill: adminChange,
  deleteSkill: [...adminDelete, 'in_use'],
  listCannedAnswers: admin,
  createCannedAnswer: [...adminCreate, 'conflict'],
  readCannedAnswer: admin,
  changeCannedAnswer: adminChange,
  deleteCannedAnswer: adminDelete,
  listUserSessions: admin,
  endUserSession: adminCreate,
  resetUserFactors: adminCreate,
  listSecurityKeys: admin,
  createSecurityKey: [...adminCreate, 'in_use'],
  revokeSecurityKey: adminCreate,
  reportLogin: [...backend, 'login_link_refused', 'conflict'],
  revokeIdentity: [...backend, 'conflict'],
  readRevocation: backend,
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
  'consumer.send': [...inConversation, ...numbered, 'session_ended', 'login_required'],
  'consumer.typing': [...inConversation, 'session_ended'],
  'consumer.read': [...inConversation, 'session_ended'],
  'consumer.close': [...inConversation, 'session_ended'],
  'consumer.decline': [...onChallenge, 'session_ended'],
  'consumer.fail': [...onChallenge, 'session_ended'],
  'consumer.expire': [...onChallenge, 'not_yet'],
  ping: [],
  'agent.hello': ['unauthorized'],
  'agent.alive': ['unauthorized'],
  'agent.accept': ['unauthorized', 'not_found', 'closed', 'already_accepted', 'agent_full', 'agent_away'],
  'agent.transfer': [
    'unauthorized',
    'not_found',
    'closed',
    'not_assigned',
    'already_accepted',
    'agent_full',
    'agent_away',
  ],
  'agent.release': ['unauthorized', 'not_found', 'closed', 'not_assigned'],
  'agent.away': ['unauthorized'],
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
    'asked_too_soon',
    'prompt_limit',
  ],
  'agent.step_down': ['unauthorized', 'not_found', 'not_assigned', 'not_authenticated'],
  'agent.expire': ['unauthorized', 'not_found', 'closed', 'challenge_not_open', 'not_yet'],
} as const satisfies Record<Action, readonly ProblemCode[]>;
