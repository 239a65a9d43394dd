import type { webhookRoutes } from '../../contract/http/management/webhooks.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { mostSecrets, type WebhookRecord, webhookView } from '../core/settings/webhook.ts';
import { requireAdmin, requireAdminOnPage } from '../edge/admin-session.ts';
import type { HttpHandler, HttpHandlers } from '../edge/http.ts';
import { pageOf } from '../edge/pages.ts';
import { etag, versionMeant } from '../edge/versions.ts';
import { checkWebhookUrl, makeWebhook, makeWebhookSecret } from '../flows/webhook.ts';
import { changeSetting, deleteSetting } from '../store/settings.ts';
import { keys } from '../store/table.ts';
import { lastOutcome, mostWebhooks, readWebhook, webhooksOf } from '../store/webhooks.ts';
import { recordChange } from './admin.ts';
import { announce } from './announce.ts';
import type { Dependencies } from './dependencies.ts';

type Routes = typeof webhookRoutes;
type Handler<Name extends keyof Routes> = HttpHandler<Routes[Name]>;

/** What the log holds of a webhook: never its secrets. */
const logged = ({ url, events, enabled }: WebhookRecord) => ({ url, events, enabled });

const listAll =
  (deps: Dependencies): Handler<'listWebhooks'> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const records = await webhooksOf(deps.db, admin.value.brand);
    return done({ body: pageOf(records.map(webhookView), undefined) });
  };

const create =
  (deps: Dependencies): Handler<'createWebhook'> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    if ((await webhooksOf(deps.db, brand)).length >= mostWebhooks) return refuse('limit_reached');
    const made = await makeWebhook(deps, brand, request.body);
    if (!made.ok) return made;
    const { record, secret } = made.value;
    await recordChange(deps, admin.value, { event: 'create_webhook', on: record.id, after: logged(record) });
    return done({ body: { ...webhookView(record), secret }, headers: etag(1) });
  };

const readOne =
  (deps: Dependencies): Handler<'readWebhook'> =>
  async (request) => {
    const admin = await requireAdmin(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const { webhook } = request.params;
    const [record, lastDelivery] = await Promise.all([
      readWebhook(deps.db, brand, webhook),
      lastOutcome(deps.db, brand, webhook),
    ]);
    if (!record) return refuse('not_found');
    const body = { ...webhookView(record), ...(lastDelivery && { lastDelivery }) };
    return done({ body, headers: etag(record.version) });
  };

const change =
  (deps: Dependencies): Handler<'changeWebhook'> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const allowed = checkWebhookUrl(deps, request.body.url);
    if (!allowed.ok) return allowed;
    const { brand } = admin.value;
    const { webhook } = request.params;
    const before = await readWebhook(deps.db, brand, webhook);
    if (!before) return refuse('not_found');
    const record = { ...before, ...request.body };
    const changed = await changeSetting(deps.db, keys.webhook(brand, webhook), record, version.value);
    if (!changed.ok) return changed;
    await recordChange(deps, admin.value, {
      event: 'change_webhook',
      on: webhook,
      before: logged(before),
      after: logged(changed.value),
    });
    return done({ body: webhookView(changed.value), headers: etag(changed.value.version) });
  };

const remove =
  (deps: Dependencies): Handler<'deleteWebhook'> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const { webhook } = request.params;
    const version = versionMeant(request.headers);
    if (!version.ok) return version;
    const gone = await deleteSetting<WebhookRecord>(deps.db, keys.webhook(brand, webhook), version.value);
    if (!gone.ok) return gone;
    await deps.db.delete(keys.webhookOutcome(brand, webhook));
    const before = logged(gone.value);
    await recordChange(deps, admin.value, { event: 'delete_webhook', on: webhook, before });
    return done({});
  };

/** Changes a webhook's secrets, from the version that is read now: two admins at once, and one of them is told. */
async function changeSecrets(
  { db }: Dependencies,
  brand: string,
  webhook: string,
  secrets: (record: WebhookRecord) => WebhookRecord['secrets'] | undefined,
): Promise<Result<WebhookRecord>> {
  const record = await readWebhook(db, brand, webhook);
  const next = record && secrets(record);
  if (!record || !next) return refuse('not_found');
  if (next.length === 0) return refuse('in_use', { detail: 'It is the only secret: rotate it first.' });
  return changeSetting(db, keys.webhook(brand, webhook), { ...record, secrets: next }, record.version);
}

const rotate =
  (deps: Dependencies): Handler<'rotateWebhookSecret'> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { brand } = admin.value;
    const { webhook } = request.params;
    const { secret, stored } = await makeWebhookSecret(deps, brand);
    const changed = await changeSecrets(deps, brand, webhook, ({ secrets }) =>
      [stored, ...secrets].slice(0, mostSecrets),
    );
    if (!changed.ok) return changed;
    await recordChange(deps, admin.value, { event: 'rotate_webhook_secret', on: webhook });
    return done({ body: { id: stored.id, createdAt: stored.createdAt, secret } });
  };

const endSecret =
  (deps: Dependencies): Handler<'endWebhookSecret'> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { webhook, secret } = request.params;
    const changed = await changeSecrets(deps, admin.value.brand, webhook, ({ secrets }) =>
      secrets.some(({ id }) => id === secret) ? secrets.filter(({ id }) => id !== secret) : undefined,
    );
    if (!changed.ok) return changed;
    await recordChange(deps, admin.value, { event: 'end_webhook_secret', on: webhook });
    return done({});
  };

const test =
  (deps: Dependencies): Handler<'testWebhook'> =>
  async (request) => {
    const admin = await requireAdminOnPage(deps, request);
    if (!admin.ok) return admin;
    const { webhook } = request.params;
    if (!(await readWebhook(deps.db, admin.value.brand, webhook))) return refuse('not_found');
    const event = await announce(deps, admin.value, 'webhook.test', { webhook });
    return event ? done({ body: { event } }) : refuse('unavailable', { retryAfter: 1 });
  };

/** Every route of a brand's webhooks. */
export const webhookHandlers = (deps: Dependencies): HttpHandlers<Routes> => ({
  listWebhooks: listAll(deps),
  createWebhook: create(deps),
  readWebhook: readOne(deps),
  changeWebhook: change(deps),
  deleteWebhook: remove(deps),
  rotateWebhookSecret: rotate(deps),
  endWebhookSecret: endSecret(deps),
  testWebhook: test(deps),
});
