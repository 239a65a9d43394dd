import { managementRoutes } from '../../contract/http/management.ts';
import type { HttpHandlers } from '../edge/http.ts';
import { onceEach } from '../edge/idempotency.ts';
import { changeAuthentication, readAuthentication } from './authentication.ts';
import { createBot, createBotKey, listBotKeys, revokeBotKey } from './bots.ts';
import { changeBrand, readBrand, readOwnAddress } from './brand.ts';
import {
  changeCannedAnswer,
  createCannedAnswer,
  deleteCannedAnswer,
  listCannedAnswers,
  readCannedAnswer,
} from './canned-answers.ts';
import {
  changeRecordSettings,
  countRecords,
  deleteRecords,
  loadRecords,
  readRecordSettings,
} from './customer-records.ts';
import { deleteUser } from './delete-user.ts';
import type { Dependencies } from './dependencies.ts';
import { createEncryptionKey, listEncryptionKeys, retireEncryptionKey } from './encryption-keys.ts';
import {
  changeEngagement,
  createEngagement,
  deleteEngagement,
  listEngagements,
  readOneEngagement,
} from './engagements.ts';
import { inspectToken } from './inspector.ts';
import { changeIssuer, createIssuer, deleteIssuer, listIssuers, readOneIssuer } from './issuers.ts';
import {
  changeProvider,
  createProvider,
  deleteProvider,
  listProviders,
  readOneProvider,
  rotateProviderKey,
} from './providers.ts';
import {
  changeRequestKind,
  createRequestKind,
  deleteRequestKind,
  listRequestKinds,
  readOneRequestKind,
} from './request-kinds.ts';
import { listUserFactors, resetUserFactors } from './reset-factors.ts';
import { createSecurityKey, listSecurityKeys, revokeSecurityKey } from './security-keys.ts';
import { changeSkill, createSkill, deleteSkill, listSkills, readOneSkill } from './skills.ts';
import { beginTrial, endTrial, readTrial } from './trials.ts';
import { endUserSession, endUserSessions, listUserSessions } from './user-sessions.ts';
import { changeUser, findUsers, inviteUser, inviteUserAgain, listUsers, readUser } from './users.ts';
import { webhookHandlers } from './webhooks.ts';

/** Every route of managing a brand. */
export const managementHandlers = (deps: Dependencies): HttpHandlers<typeof managementRoutes> =>
  onceEach(deps, managementRoutes, plainHandlers(deps));

const plainHandlers = (deps: Dependencies): HttpHandlers<typeof managementRoutes> => ({
  readBrand: readBrand(deps),
  readAuthentication: readAuthentication(deps),
  changeAuthentication: changeAuthentication(deps),
  readOwnAddress: readOwnAddress(deps),
  changeBrand: changeBrand(deps),
  listEngagements: listEngagements(deps),
  createEngagement: createEngagement(deps),
  readEngagement: readOneEngagement(deps),
  changeEngagement: changeEngagement(deps),
  deleteEngagement: deleteEngagement(deps),
  listProviders: listProviders(deps),
  createProvider: createProvider(deps),
  readProvider: readOneProvider(deps),
  changeProvider: changeProvider(deps),
  deleteProvider: deleteProvider(deps),
  rotateProviderKey: rotateProviderKey(deps),
  listRequestKinds: listRequestKinds(deps),
  createRequestKind: createRequestKind(deps),
  readRequestKind: readOneRequestKind(deps),
  changeRequestKind: changeRequestKind(deps),
  deleteRequestKind: deleteRequestKind(deps),
  listIssuers: listIssuers(deps),
  createIssuer: createIssuer(deps),
  readIssuer: readOneIssuer(deps),
  changeIssuer: changeIssuer(deps),
  deleteIssuer: deleteIssuer(deps),
  readRecordSettings: readRecordSettings(deps),
  changeRecordSettings: changeRecordSettings(deps),
  loadRecords: loadRecords(deps),
  deleteRecords: deleteRecords(deps),
  countRecords: countRecords(deps),
  listSecurityKeys: listSecurityKeys(deps),
  createSecurityKey: createSecurityKey(deps),
  revokeSecurityKey: revokeSecurityKey(deps),
  listEncryptionKeys: listEncryptionKeys(deps),
  createEncryptionKey: createEncryptionKey(deps),
  retireEncryptionKey: retireEncryptionKey(deps),
  inspectToken: inspectToken(deps),
  beginTrial: beginTrial(deps),
  readTrial: readTrial(deps),
  endTrial: endTrial(deps),
  listUsers: listUsers(deps),
  inviteUser: inviteUser(deps),
  readUser: readUser(deps),
  changeUser: changeUser(deps),
  deleteUser: deleteUser(deps),
  findUsers: findUsers(deps),
  createBot: createBot(deps),
  listBotKeys: listBotKeys(deps),
  createBotKey: createBotKey(deps),
  revokeBotKey: revokeBotKey(deps),
  listSkills: listSkills(deps),
  createSkill: createSkill(deps),
  readSkill: readOneSkill(deps),
  changeSkill: changeSkill(deps),
  deleteSkill: deleteSkill(deps),
  listCannedAnswers: listCannedAnswers(deps),
  createCannedAnswer: createCannedAnswer(deps),
  readCannedAnswer: readCannedAnswer(deps),
  changeCannedAnswer: changeCannedAnswer(deps),
  deleteCannedAnswer: deleteCannedAnswer(deps),
  inviteUserAgain: inviteUserAgain(deps),
  listUserFactors: listUserFactors(deps),
  resetUserFactors: resetUserFactors(deps),
  listUserSessions: listUserSessions(deps),
  endUserSessions: endUserSessions(deps),
  endUserSession: endUserSession(deps),
  ...webhookHandlers(deps),
});
