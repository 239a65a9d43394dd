import type * as z from 'zod/mini';
import { cannedAnswer } from '../../contract/http/management/answers.ts';
import { authenticationSettings } from '../../contract/http/management/authentication.ts';
import { brand as brandSchema } from '../../contract/http/management/brand.ts';
import { engagement } from '../../contract/http/management/engagements.ts';
import { issuer } from '../../contract/http/management/issuers.ts';
import type { exportBrand, exportedThing } from '../../contract/http/management/operator.ts';
import { provider } from '../../contract/http/management/providers.ts';
import { skill } from '../../contract/http/management/skills.ts';
import { webhookSettings } from '../../contract/http/management/webhooks.ts';
import { requestKind } from '../../contract/protected-request.ts';
import type { Item } from '../core/change.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { userOf, userView } from '../core/sign-in/user.ts';
import { pageOf } from '../edge/pages.ts';
import { readBrand } from '../store/settings.ts';
import { type Key, keys } from '../store/table.ts';
import type { Dependencies } from './dependencies.ts';

interface Exported {
  readonly kind: string;
  /** The partition, by its first key. */
  readonly first: (brand: string) => Key;
  readonly view: (item: Item, now: number) => object;
}

/** Only what an admin may read is taken along: the fields that the contract names. Keys that are sealed are not among them. */
const fieldsOf =
  (schema: z.ZodMiniObject, ...without: string[]) =>
  (item: Item): object =>
    Object.fromEntries(
      Object.keys(schema.shape)
        .filter((name) => item[name] !== undefined && !without.includes(name))
        .map((name) => [name, item[name]]),
    );

const exported: readonly Exported[] = [
  { kind: 'brand', first: keys.brand, view: fieldsOf(brandSchema) },
  { kind: 'authentication', first: keys.authentication, view: fieldsOf(authenticationSettings) },
  { kind: 'engagement', first: (brand) => keys.engagement(brand, ''), view: fieldsOf(engagement) },
  { kind: 'issuer', first: (brand) => keys.issuer(brand, ''), view: fieldsOf(issuer) },
  { kind: 'provider', first: (brand) => keys.provider(brand, ''), view: fieldsOf(provider, 'keys') },
  { kind: 'skill', first: (brand) => keys.skill(brand, ''), view: fieldsOf(skill) },
  {
    kind: 'request_kind',
    first: (brand) => keys.requestKind(brand, ''),
    view: ({ schema, ...item }) => ({
      ...fieldsOf(requestKind, 'input')(item),
      input: JSON.parse(String(schema)),
    }),
  },
  { kind: 'webhook', first: (brand) => keys.webhook(brand, ''), view: fieldsOf(webhookSettings) },
  { kind: 'canned_answer', first: (brand) => keys.cannedAnswer(brand, ''), view: fieldsOf(cannedAnswer) },
  {
    kind: 'user',
    first: (brand) => keys.user(brand, ''),
    view: (item, now) => userView(userOf(item), now),
  },
];

/** A page of what a brand has set up, kind after kind. The cursor names the kind and where in it to go on. */
export async function exportOf(
  { db, now }: Dependencies,
  { brand, cursor = '0.' }: z.infer<typeof exportBrand>,
): Promise<Result<{ items: z.infer<typeof exportedThing>[]; cursor?: string }>> {
  const [, place = '', after = ''] = /^(\d{1,2})\.([A-Za-z0-9_-]{0,64})$/.exec(cursor) ?? [];
  const one = exported[Number(place || exported.length)];
  if (!one)
    return refuse('invalid_request', {
      errors: [{ path: 'cursor', message: 'is not from an earlier answer' }],
    });
  if (!(await readBrand(db, brand))) return refuse('not_found');
  const { pk } = one.first(brand);
  const { items, last } = await db.query({
    pk,
    limit: 50,
    ...(after === '' ? {} : { startAfter: { pk, sk: after } }),
  });
  const things = items.map((item) => ({ ...one.view(item, now()), kind: one.kind }));
  const next = last ? `${place}.${String(last.sk)}` : `${Number(place) + 1}.`;
  return done(pageOf(things, last || Number(place) + 1 < exported.length ? next : undefined));
}
