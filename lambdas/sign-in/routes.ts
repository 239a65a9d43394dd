import type { signInRoutes } from '../../contract/http/sign-in.ts';
import type { HttpHandlers } from '../edge/http.ts';
import { confirmTotp, enterCode } from './code.ts';
import type { Dependencies } from './dependencies.ts';
import { beginTotp } from './enrolment.ts';
import { acceptInvitation } from './invitation.ts';
import { enterPassword } from './password.ts';
import { endOwnSession, listOwnSessions, readSession, signOut } from './session.ts';

/** Every route of signing in. */
export const signInHandlers = (deps: Dependencies): HttpHandlers<typeof signInRoutes> => ({
  acceptInvitation: acceptInvitation(deps),
  enterPassword: enterPassword(deps),
  beginTotp: beginTotp(deps),
  confirmTotp: confirmTotp(deps),
  enterCode: enterCode(deps),
  readSession: readSession(deps),
  signOut: signOut(deps),
  listSessions: listOwnSessions(deps),
  endSession: endOwnSession(deps),
});
