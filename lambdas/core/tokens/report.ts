import type { TokenReport } from '../../../contract/token-report.ts';
import type { IssuerRecord } from '../settings/issuer.ts';
import type { CheckedToken } from './check-token.ts';
import { allHold, type Check } from './checks.ts';
import { looksLike } from './product.ts';

const view = ({ name, holds, reason, expected, came, change }: Check): TokenReport['checks'][number] => ({
  name,
  holds,
  expected,
  came,
  ...(holds ? {} : { reason, change }),
});

/** Every check of a token as an admin reads it: no value of a claim about the person, and nothing that could be redeemed. */
export function reportOf({ checks, token }: CheckedToken, issuer: IssuerRecord | undefined): TokenReport {
  const product = token && looksLike(token.claims);
  return {
    accepted: allHold(checks),
    ...(issuer ? { issuer: issuer.id } : {}),
    ...(product ? { looksLike: product } : {}),
    checks: checks.map(view),
  };
}
