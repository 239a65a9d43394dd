import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { makeSecurityKey } from '../support/backend.ts';
import { freePort, type Guide, unpackGuide } from '../support/guide.ts';
import { http } from '../support/http.ts';
import { accept, newToken, visit } from '../support/people.ts';
import { manage, openStage, ownLogin, type Stage } from '../support/stage.ts';
import { expectOk } from '../support/system.ts';

let stage: Stage;
let guide: Guide;
beforeAll(async () => {
  stage = await openStage();
  guide = unpackGuide('protected-requests', 'login-page');
}, 60_000);
afterAll(async () => {
  guide.stop();
  await stage.system.stop();
});

it('answers a protected request by the systems of the guide, as they are written', async () => {
  const { origin } = stage.system;
  const [kind] = guide.requests;
  expectOk(await manage(stage, String(kind?.path.replace('/api/manage/', '')), { body: kind?.body }), 201);
  const key = await makeSecurityKey(stage.system, stage.agent);
  const [port, secret] = [await freePort(), randomBytes(32).toString('base64')];
  const env = { DOORSTEP: origin, BRAND: stage.brand.id, KEY_ID: key.id, KEY: key.key };
  await guide.serve('systems.mjs', { ...env, PORT: String(port), WEBHOOK_SECRET: `whsec_${secret}` });

  const visitor = await visit(stage.system, stage.brand);
  const auth_time = Math.floor(Date.now() / 1000);
  expectOk(await ownLogin(stage, visitor, { sub: 'customer-7', auth_time }), 200);
  await accept(stage.agent, visitor.conversation);
  const url = `${origin}/api/agent/conversations/${visitor.conversation}/requests`;
  const { cookie } = stage.agent;
  const input = { month: '2026-07' };
  const made = await http(url, { origin, cookie, body: { id: newToken(), name: 'statement', input } });
  expect(expectOk(made, 200).body).toMatchObject({ state: 'released' });

  const body = JSON.stringify({
    type: 'doorstep.request.released',
    data: {
      conversation: visitor.conversation,
      data: { request: made.body.id, name: 'statement', input, subject: 'customer-7' },
    },
  });
  const deliver = (time: number, signed = body) => {
    const signature = createHmac('sha256', Buffer.from(secret, 'base64')).update(`e1.${time}.${signed}`);
    return fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: {
        'webhook-id': 'e1',
        'webhook-timestamp': String(time),
        'webhook-signature': `v1,${signature.digest('base64')}`,
      },
      body,
    });
  };
  const now = Math.floor(Date.now() / 1000);
  expect([(await deliver(now - 400)).status, (await deliver(now, `${body} `)).status]).toEqual([401, 401]);
  for (const status of [204, 204]) expect((await deliver(now)).status).toBe(status);
  expect((await http(`${url}/${made.body.id}`, { cookie })).body).toMatchObject({
    state: 'answered',
    result: { ok: true, value: { text: 'Balance 2026-07: 84.20' } },
  });
});
