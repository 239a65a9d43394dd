import { done, type Result } from '../core/result.ts';
import type { CheckedClaims } from '../core/tokens/claims.ts';
import { readToken, tokenRefused } from '../core/tokens/read.ts';
import { verifyToken } from '../core/tokens/verify.ts';
import { readIssuer } from '../store/settings.ts';
import type { Flow } from './flow.ts';

/** A token that the brand's backend signed for the page (RFC 7519). */
export const tokenFlow: Flow<'token'> = {
  async prepare(deps, brand, { token }) {
    const read = readToken(token);
    const iss = read.ok ? read.value.claims.iss : undefined;
    const issuer = typeof iss === 'string' ? await readIssuer(deps.db, brand, iss) : undefined;

    return async (head) => {
      const checked = await check(head.challenge?.nonce, deps.now());
      if (!checked.ok) return checked;
      const { login, jti, exp } = checked.value;
      const { id: conversation, challenge } = head;
      return done({
        method: 'token',
        login,
        async use() {
          const { stepUps } = deps;
          const fresh = await stepUps.useToken(
            brand,
            login.issuer,
            jti,
            conversation,
            challenge?.id ?? '',
            exp,
          );
          return fresh ? done(undefined) : tokenRefused('replayed', 'This jti was used before.');
        },
      });
    };

    async function check(nonce: string | undefined, now: number): Promise<Result<CheckedClaims>> {
      if (!read.ok) return read;
      if (!issuer) return tokenRefused('issuer_unknown', 'iss names no registered issuer.');
      const { iss, aud, namespace } = issuer;
      const expected = { iss, aud, namespace, nonce: issuer.nonce ? nonce : undefined, now };
      return verifyToken(token, read.value, issuer.keys, expected);
    }
  },
};
