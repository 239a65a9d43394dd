import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpRoute } from '../../../contract/http/route.ts';
import { signInRoutes } from '../../../contract/http/sign-in.ts';
import { Authenticator } from '../../support/authenticator.ts';
import { type Office, openOffice, publicOrigin, type RouteName } from '../../support/office.ts';

let office: Office;
let ours: { cookie: string | undefined; half: string | undefined; factor: string; session: string };
let theirs: typeof ours;

async function brandOf(brand: string): Promise<typeof ours> {
  const { cookie, admin } = await office.brandWithAdmin(brand);
  const half = (await office.enterPassword(brand, admin)).cookie;
  const listed = await office.call('listFactors', { cookie });
  const sessions = await office.call('listSessions', { cookie });
  const idOf = (list: unknown) => String((list as { id: string }[])[0]?.id);
  return { cookie, half, factor: idOf(listed.body.factors), session: idOf(sessions.body.sessions) };
}

beforeAll(async () => {
  office = await openOffice();
  ours = await brandOf('ours');
  theirs = await brandOf('theirs');
});
afterAll(() => office.stop());

const routes = Object.entries(signInRoutes as Record<string, HttpRoute>) as [RouteName, HttpRoute][];
const withSession = routes.filter(([, { access }]) => access === 'agent').map(([name]) => name);
const withEither = routes.filter(([, { access }]) => access === 'half').map(([name]) => name);

/** A body that each route would take. */
function bodyOf(name: RouteName): object | undefined {
  const challenge = { challenge: 'AAAA', rp: { id: 'x' }, user: { id: 'AAAA' }, rpId: 'x' };
  const passkey = new Authenticator(publicOrigin);
  const created = passkey.create({ options: challenge });
  const bodies: Partial<Record<RouteName, object>> = {
    enterCode: { code: '123456' },
    confirmTotp: { code: '123456' },
    enterRecoveryCode: { code: 'AAAA' },
    enterPasskey: { credential: passkey.get({ options: challenge }) },
    confirmPasskey: { credential: created },
    renameFactor: { name: 'Mine' },
    prove: { password: 'x' },
    changeOwnPassword: { password: 'nine loud magpies' },
  };
  return bodies[name];
}

/** The ids that a route's path takes. */
const paramsOf = (name: RouteName, ids: typeof ours) =>
  Object.fromEntries(
    (['factor', 'session'] as const)
      .filter((one) => routes.find(([route]) => route === name)?.[1].path.includes(`{${one}}`))
      .map((one) => [one, ids[one]]),
  );

const call = (name: RouteName, cookie: string | undefined, ids: typeof ours, origin?: string) =>
  office.call(name, {
    cookie,
    params: paramsOf(name, ids),
    ...(bodyOf(name) ? { body: bodyOf(name) } : {}),
    ...(origin === undefined ? {} : { origin }),
  });

describe('every route of one who is signed in', () => {
  it.each(withSession)('%s refuses a half sign-in, a made-up session, and none', async (name) => {
    const half = await call(name, ours.half, ours);
    expect([half.status, half.body.code]).toEqual([403, 'second_factor_required']);
    for (const cookie of [undefined, `__Host-doorstep=ours.${'A'.repeat(43)}`]) {
      const none = await call(name, cookie, ours);
      expect([none.status, none.body.code]).toEqual([401, 'unauthorized']);
    }
  });

  it.each(withSession.filter((name) => signInRoutes[name as keyof typeof signInRoutes].method !== 'GET'))(
    '%s refuses a page of another origin',
    async (name) => {
      const foreign = await call(name, ours.cookie, ours, 'https://evil.example');
      expect([foreign.status, foreign.body.code]).toEqual([403, 'origin_refused']);
    },
  );

  it.each(['renameFactor', 'removeFactor', 'endSession'] as const)(
    "%s finds nothing of another brand, or of another's",
    async (name) => {
      const foreign = await call(name, theirs.cookie, ours);
      expect([foreign.status, foreign.body.code]).toEqual([404, 'not_found']);
    },
  );

  it('reads only its own brand', async () => {
    const crossed = String(ours.cookie).replace('=ours.', '=theirs.');
    for (const name of withSession)
      expect((await call(name, crossed, theirs)).body.code).toBe('unauthorized');
  });
});

describe('every route of a sign-in that goes on', () => {
  it.each(withEither)('%s refuses nobody’s cookie, and one of another brand', async (name) => {
    const crossed = String(ours.half).replace('=ours.', '=theirs.');
    for (const cookie of [undefined, crossed]) {
      const reply = await call(name, cookie, ours);
      // To sign out is not refused to anybody.
      expect([name, reply.status]).toEqual([name, name === 'signOut' ? 204 : 401]);
    }
    expect((await office.call('readSession', { cookie: ours.half })).status).toBe(200);
  });
});
