import type { Access, HttpRoute } from '../../contract/http/route.ts';
import { httpRoutes, type Operation } from '../../contract/http.ts';
import { httpPrices, type RoutePrice } from '../../contract/prices.ts';
import { httpRefusals } from '../../contract/refusals.ts';

const role: Record<Access, string> = {
  public: 'anybody',
  consumer: 'consumer',
  half: 'user',
  agent: 'agent, admin',
  admin: 'admin',
  backend: 'the brand’s backend',
};

/** What must be known of the caller, by access; more where the refusals say so. */
const known: Record<Access, string> = {
  public: '-',
  consumer: 'its session',
  half: 'password',
  agent: 'signed in',
  admin: 'signed in',
  backend: 'signature',
};

function assurance(name: Operation, { access }: HttpRoute): string {
  const refusals: readonly string[] = httpRefusals[name];
  if (access === 'consumer' && refusals.includes('not_authenticated')) return 'its session, logged in';
  if (access !== 'half' && refusals.includes('password_required'))
    return 'signed in, password entered afresh';
  return known[access];
}

const cells = (one: readonly (string | number)[]): string => `| ${one.join(' | ')} |`;

function row(name: Operation): string {
  const route: HttpRoute = httpRoutes[name];
  const { writes, reads, trips, more = '', about }: RoutePrice = httpPrices[name];
  const units = [writes, reads, trips].map((count) => (about ? `≈ ${count}` : count));
  const who = [role[route.access], assurance(name, route)];
  return cells([`\`${name}\``, `${route.method} \`${route.path}\``, ...who, ...units, more]);
}

const head = `# The HTTP API at a glance

This page is made from the contract (\`npm run docs\`); [openapi.json](openapi.json) says all else of each call.

Who may call it, what must be known of the caller, and what an answer costs that succeeds: DynamoDB request units written and read,
and round trips to it, with items of up to 1 KB. Where ≈ stands, it was added up from what the call does; all others were measured.
No price grows with the number of conversations, messages or people of a brand. A session whose last use was recorded more than five
minutes ago is recorded again, for one unit written more. Admins' calls read the brand beside the session, so that a change of its
allowed networks holds at once.
`;

const title = cells(['call', 'route', 'role', 'assurance', 'writes', 'reads', 'trips', 'and']);
const rule = cells(Array<string>(8).fill('---'));

/** The page with every route in one table: role, assurance, price. */
export const apiTable = (): string =>
  `${[head, title, rule, ...(Object.keys(httpRoutes) as Operation[]).map(row)].join('\n')}\n`;
