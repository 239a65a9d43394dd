import type * as z from 'zod/mini';
import {
  type BootstrapAnswer,
  bootstrapRequest,
  type createBrand,
  type createdBrand,
  type inviteAdmin,
} from '../../contract/http/management/operator.ts';
import type { ProviderSettings } from '../../contract/http/management/providers.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { checkAuthentication } from '../core/settings/authentication.ts';
import { checkEngagement } from '../core/settings/engagement.ts';
import { readIssuerSettings } from '../core/settings/issuer.ts';
import { readProviderSettings } from '../core/settings/provider.ts';
import type { BrandRecord } from '../core/settings/records.ts';
import { normalLoginName } from '../core/sign-in/login-name.ts';
import { userOf } from '../core/sign-in/user.ts';
import { parseAs } from '../edge/parse.ts';
import { recordAudit } from '../store/audit.ts';
import { invite } from '../store/invitations.ts';
import { createSetting, readBrand } from '../store/settings.ts';
import { settleUser } from '../store/staff.ts';
import { keys } from '../store/table.ts';
import { createUser, readUserByLoginName } from '../store/users.ts';
import { removeBrand } from './delete-brand.ts';
import type { Dependencies } from './dependencies.ts';
import { exportOf } from './export-brand.ts';
import { makeExtras } from './extras.ts';
import { brandsOf } from './list-brands.ts';
import { openBrandNetworks } from './open-networks.ts';
import { resetAdminFactors } from './reset-admin.ts';

/** What only the operator may do: make a brand with its first admin, let an admin back in, and list, export and delete brands. */
export async function bootstrap(deps: Dependencies, event: unknown): Promise<Result<BootstrapAnswer>> {
  const request = parseAs(bootstrapRequest, event);
  if (!request.ok) return request;
  const asked = request.value;
  if ('list' in asked) return brandsOf(deps, asked);
  if ('export' in asked) return exportOf(deps, asked);
  if ('delete' in asked) return removeBrand(deps, asked);
  if ('resetFactors' in asked) return resetAdminFactors(deps, asked);
  if ('openNetworks' in asked) return openBrandNetworks(deps, asked);
  return 'invite' in asked ? letIn(deps, asked) : create(deps, asked);
}

type Created = z.infer<typeof createdBrand>;

async function create(deps: Dependencies, request: z.infer<typeof createBrand>): Promise<Result<Created>> {
  const { db } = deps;
  const { brand, name, admin, mfa = true, engagements = [], issuers = [], authentication } = request;
  const providers = (request.providers ?? []).map(({ id, ...one }) => publicProvider(id, one, deps.loopback));
  const signing = issuers.map((one) => readIssuerSettings(one, 1, deps.loopback));
  const checked = [
    ...engagements.map(checkEngagement),
    ...signing,
    ...providers,
    ...(authentication ? [checkAuthentication(authentication)] : []),
  ];
  const refused = checked.find((one) => !one.ok);
  if (refused && !refused.ok) return refused;
  if ((await db.get(keys.brandName(brand)))?.deleting === true)
    return refuse('in_use', { detail: 'A brand of this name is being deleted; delete it once more.' });
  const record: BrandRecord = { id: brand, name, authenticatorApps: [], mfa, version: 1 };
  const made = await createSetting(db, keys.brand(brand), record);
  if (!made.ok) return made;
  await db.put({ ...keys.brandName(brand), name, createdAt: deps.now() });
  await Promise.all([
    ...engagements.map((one) => createSetting(db, keys.engagement(brand, one.id), { ...one, version: 1 })),
    ...signing.flatMap((one) =>
      one.ok ? [createSetting(db, keys.issuer(brand, one.value.id), one.value)] : [],
    ),
    ...providers.flatMap((one) =>
      one.ok ? [createSetting(db, keys.provider(brand, one.value.id), one.value)] : [],
    ),
    ...(authentication
      ? [createSetting(db, keys.authentication(brand), { ...authentication, version: 1 })]
      : []),
  ]);
  const invited = await inviteTo(deps, brand, admin);
  if (!invited.ok) return invited;
  const extras = await makeExtras(deps, request, invited.value.user);
  return extras.ok ? done({ ...invited.value, ...extras.value }) : extras;
}

/** A provider whose client has neither secret nor key: the operator's function can seal none. */
function publicProvider(id: string, settings: ProviderSettings, loopback: readonly string[]) {
  return settings.clientAuthentication === 'none'
    ? readProviderSettings(id, settings, loopback)
    : refuse('invalid_request', {
        errors: [{ path: 'providers', message: 'must have the client authentication none here' }],
      });
}

async function letIn(
  deps: Dependencies,
  { brand, invite: admin }: z.infer<typeof inviteAdmin>,
): Promise<Result<Created>> {
  return (await readBrand(deps.db, brand)) ? inviteTo(deps, brand, admin) : refuse('not_found');
}

/** Invites an admin, made now if there is nobody of that name. */
async function inviteTo(
  { db, publicOrigin, now }: Dependencies,
  brand: string,
  admin: { readonly loginName: string; readonly name: string },
): Promise<Result<Created>> {
  const loginName = normalLoginName(admin.loginName);
  const found = await readUserByLoginName(db, brand, loginName);
  const wanted = { brand, loginName, name: admin.name, role: 'admin' } as const;
  const user = found ? done(userOf(found)) : await createUser(db, wanted, now());
  if (!user.ok) return user;
  if (user.value.role !== 'admin' || user.value.disabled)
    return refuse('forbidden', { detail: 'That user is not an admin, or is disabled.' });
  const { id } = user.value;
  await settleUser(db, user.value);
  const invited = await invite(db, brand, id, publicOrigin, now());
  if (!invited.ok) return invited;
  await recordAudit(db, {
    brand,
    account: id,
    event: 'invite',
    by: 'operator',
    ok: true,
    network: 'operator',
    at: now(),
  });
  const { link, expiresAt } = invited.value;
  return done({ brand, user: id, invitation: { link, expiresAt } });
}
