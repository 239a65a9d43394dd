import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fixture, startFixture } from '../fixture/start.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.runtime.stop());

describe('a function', () => {
  it('has the template’s environment and Lambda’s own, and nothing of this process', async () => {
    process.env.SECRET_OF_THE_SHELL = 'secret';
    const { ok: seen } = await fixture.do('environment');
    expect(seen).toMatchObject({
      TABLE_NAME: 'items',
      PUBLIC_ORIGIN: fixture.runtime.addresses.publicOrigin,
      WEBSOCKET_URL: fixture.runtime.socketUrl,
      AWS_LAMBDA_FUNCTION_NAME: 'api',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    });
    expect(seen?.AWS_ENDPOINT_URL_DYNAMODB).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/e\/[0-9a-f-]+\/dynamodb$/);
    expect(seen).not.toHaveProperty('SECRET_OF_THE_SHELL');
  });

  it('takes one event at a time in an environment, and more environments under load', async () => {
    const seen = await Promise.all([1, 2, 3].map(() => fixture.do('pid')));
    expect(new Set(seen.map(({ ok }) => ok?.log)).size).toBe(3);
    const one = await fixture.do('pid');
    expect(seen.map(({ ok }) => ok?.log)).toContain(one.ok?.log);
  });

  it('makes events wait when there are too many, and loses none', async () => {
    const seen = await Promise.all(Array.from({ length: 25 }, () => fixture.do('pid')));
    expect(seen.every(({ status }) => status === 200)).toBe(true);
    expect(fixture.runtime.functions.get('api')?.size).toBeLessThanOrEqual(10);
  });

  it('gets a new environment after a crash', async () => {
    const before = (await fixture.do('pid')).ok?.log;
    expect(await fixture.do('exit')).toMatchObject({ status: 500 });
    expect((await fixture.do('pid')).ok?.log).toBeDefined();
    expect(before).toBeDefined();
  });

  it('recovers from any number of environments that crash after their answer', async () => {
    // A crash may be noticed after the next event was handed over, which then fails with it, as in Lambda.
    for (let time = 0; time < 15; time++) await fixture.do('late');
    let { status } = await fixture.do('pid');
    while (status !== 200) ({ status } = await fixture.do('pid'));
    expect(fixture.runtime.functions.get('api')?.size).toBeLessThanOrEqual(10);
  });

  it('can be invoked with the SDK, by name or ARN; errors come as Lambda’s', async () => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const endpoint = `${fixture.runtime.addresses.control}/lambda`;
    const lambda = new LambdaClient({ endpoint, region: 'local', credentials });
    const invoke = async (FunctionName: string) => {
      const Payload = JSON.stringify({ headers: { authorization: 'good' }, version: '2.0' });
      const { FunctionError, Payload: bytes } = await lambda.send(
        new InvokeCommand({ FunctionName, Payload }),
      );
      return { FunctionError, payload: JSON.parse(Buffer.from(bytes ?? []).toString()) as object };
    };
    expect(await invoke('gate')).toEqual({ payload: { isAuthorized: true, context: { who: 'me' } } });
    expect(await invoke('arn:aws:lambda:us-east-1:000000000000:function:gate')).toHaveProperty(
      'payload.isAuthorized',
      true,
    );
    expect(await invoke('slow')).toMatchObject({
      FunctionError: 'Unhandled',
      payload: { errorType: 'Sandbox.Timedout' },
    });
    await expect(invoke('nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    lambda.destroy();
  });
});
