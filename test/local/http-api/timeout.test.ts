import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { HttpApi } from '../../../local/http-api/api.ts';

const request = {
  method: 'GET',
  url: '/a',
  headers: {},
  body: Buffer.alloc(0),
  sourceIp: '',
  sourcePort: 0,
  protocol: 'HTTP/1.1',
};
const model = {
  id: 'api',
  stage: '$default',
  timeoutMs: 50,
  routes: [{ key: 'GET /a', function: 'f', answers: false }],
};

describe('an HTTP API', () => {
  it('waits for its function only so long', async () => {
    const slow = new HttpApi(model, async () => sleep(200, { payload: '"late"' }));
    expect((await slow.handle(request)).status).toBe(503);
    const quick = new HttpApi(model, async () => ({ payload: '"in time"' }));
    expect((await quick.handle(request)).status).toBe(200);
  });

  it('has its stage in every path, unless that is $default', async () => {
    const staged = new HttpApi({ ...model, stage: 'live' }, async () => ({ payload: '"here"' }));
    expect((await staged.handle(request)).status).toBe(404);
    expect((await staged.handle({ ...request, url: '/live/a' })).status).toBe(200);
  });
});
