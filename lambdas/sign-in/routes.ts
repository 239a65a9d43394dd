import type { signInRoutes } from '../../contract/http/sign-in.ts';
import type { HttpHandlers } from '../edge/http.ts';
import type { Dependencies } from './dependencies.ts';
import { beginPasskey, confirmPasskey } from './enrol-passkey.ts';
import { beginTotp, confirmTotp } from './enrol-totp.ts';
import { enterCode, enterPasskey, enterRecoveryCode } from './enter.ts';
import { listFactors, removeFactor, renameFactor } from './factors.ts';
import { acceptInvitation } from './invitation.ts';
import { changeOwnPassword } from './own-password.ts';
import { askForPasskey, beginPasskeySignIn } from './passkey-options.ts';
import { signInByPasskey } from './passkey-sign-in.ts';
import { enterPassword } from './password.ts';
import { prove } from './proof.ts';
import { renewRecoveryCodes } from './recovery-codes.ts';
import {
  endOwnOtherSessions,
  endOwnSession,
  forgetNotice,
  listOwnSessions,
  readSession,
  signOut,
} from './session.ts';

/** Every route of signing in. */
export const signInHandlers = (deps: Dependencies): HttpHandlers<typeof signInRoutes> => ({
  acceptInvitation: acceptInvitation(deps),
  enterPassword: enterPassword(deps),
  beginPasskeySignIn: beginPasskeySignIn(deps),
  signInByPasskey: signInByPasskey(deps),
  enterCode: enterCode(deps),
  enterRecoveryCode: enterRecoveryCode(deps),
  askForPasskey: askForPasskey(deps),
  enterPasskey: enterPasskey(deps),
  readSession: readSession(deps),
  signOut: signOut(deps),
  listFactors: listFactors(deps),
  beginTotp: beginTotp(deps),
  confirmTotp: confirmTotp(deps),
  beginPasskey: beginPasskey(deps),
  confirmPasskey: confirmPasskey(deps),
  renameFactor: renameFactor(deps),
  removeFactor: removeFactor(deps),
  renewRecoveryCodes: renewRecoveryCodes(deps),
  prove: prove(deps),
  changeOwnPassword: changeOwnPassword(deps),
  listSessions: listOwnSessions(deps),
  endOtherSessions: endOwnOtherSessions(deps),
  endSession: endOwnSession(deps),
  forgetNotice: forgetNotice(deps),
});
