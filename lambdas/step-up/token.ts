import { done, refuse } from '../core/result.ts';
import { checkToken, judged } from '../core/tokens/check-token.ts';
import { tokenRefused } from '../core/tokens/checks.ts';
import { readToken } from '../core/tokens/read.ts';
import { reportOf } from '../core/tokens/report.ts';
import { issuerNamed, tokenSources } from '../flows/token.ts';
import { readIssuerById } from '../store/settings.ts';
import { recordReport } from '../store/trials.ts';
import type { Flow } from './flow.ts';
import { match } from './private-data.ts';

/** A token that the brand's backend signed for the page (RFC 7519), encrypted or not. */
export const tokenFlow: Flow<'token'> = {
  async prepare(deps, brand, { token }, address) {
    const read = readToken(token);
    const id = issuerNamed(read);
    const issuer = id === undefined ? undefined : await readIssuerById(deps.db, brand, id);

    return async (head) => {
      const { id: conversation, challenge } = head;
      if (!challenge?.nonce) return refuse('challenge_not_open');
      const against = { issuer, nonce: challenge.nonce, now: deps.now() };
      const token = await checkToken(read, against, tokenSources(deps, brand));
      if ((challenge.trial ?? 0) > deps.now())
        await recordReport(deps.db, brand, head.engagement, reportOf(token, issuer), deps.now());
      const checked = judged(token);
      if (!checked.ok) return checked;
      const { value } = checked;
      const method = 'login' in value ? 'token' : 'private_data';
      // Nobody learns whether data match where they could not be used.
      if (!challenge.methods.includes(method)) return refuse('method_not_accepted');
      const found = 'login' in value ? done(value.login) : await match(deps, brand, value, address);
      if (!found.ok) return found;
      const login = found.value;
      const { jti, exp } = value;
      return done({
        method,
        login,
        async use() {
          const { stepUps } = deps;
          const fresh = await stepUps.useToken(brand, login.issuer, jti, conversation, challenge.id, exp);
          return fresh ? done(undefined) : tokenRefused('replayed', 'This jti was used before.');
        },
      });
    };
  },
};
