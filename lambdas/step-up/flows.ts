import type { stepUpRoutes } from '../../contract/http/step-up.ts';
import type { HttpRequest } from '../edge/http.ts';
import type { Dependencies } from './dependencies.ts';
import type { Begin, Judge } from './flow.ts';
import { loginPageFlow } from './login-page.ts';
import { oidcFlow } from './oidc.ts';
import { tokenFlow } from './token.ts';

/** How a login begins that happens elsewhere; the others need nothing but the nonce. */
export const begins: Readonly<Partial<Record<string, Begin>>> = {
  oidc: oidcFlow.begin,
  login_page: loginPageFlow.begin,
};

/** Makes the read that the method of a redeem needs. */
export function prepare(
  deps: Dependencies,
  { params: { brand }, body, address }: HttpRequest<typeof stepUpRoutes.redeem>,
): Promise<Judge> {
  switch (body.method) {
    case 'token':
      return tokenFlow.prepare(deps, brand, body, address);
    case 'oidc':
      return oidcFlow.prepare(deps, brand, body, address);
    case 'login_page':
      return loginPageFlow.prepare(deps, brand, body, address);
  }
}
