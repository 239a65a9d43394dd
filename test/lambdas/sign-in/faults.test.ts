import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { signInRoutes } from '../../../contract/http/sign-in.ts';
import { serveHttp } from '../../../lambdas/edge/http.ts';
import { signInHandlers } from '../../../lambdas/sign-in/routes.ts';
import { kmsSealing } from '../../../lambdas/sign-in/sealing.ts';
import { Db } from '../../../lambdas/store/db.ts';
import { type Office, openOffice } from '../../support/office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.stop());
afterEach(() => {
  office.sealing.down = false;
  jest.restoreAllMocks();
});

const unavailable = { code: 'unavailable', retryable: true };

describe('when KMS does not answer', () => {
  it('no code signs in and no secret is shown; afterwards the same code does', async () => {
    const warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { brand, admin, secret } = await office.brandWithAdmin('acme');
    office.clock.now += 60_000;
    const { cookie } = await office.enterPassword(brand, admin);
    const code = office.codeAt(secret);
    office.sealing.down = true;
    const reply = await office.call('enterCode', { cookie, body: { code } });
    expect([reply.status, reply.cookies]).toEqual([503, []]);
    expect(reply.body).toMatchObject(unavailable);
    expect(JSON.stringify(warned.mock.calls)).not.toContain(code);
    office.sealing.down = false;
    expect((await office.call('enterCode', { cookie, body: { code } })).status).toBe(200);
  });
});

describe('when a write fails', () => {
  /** Makes the nth call of one kind fail from now on, as a table that throttles does. */
  function failAt(command: string, nth: number): () => void {
    let seen = 0;
    const name = `fail-${command}-${nth}`;
    office.client.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === command) seen += 1;
        if (context.commandName === command && seen === nth)
          throw Object.assign(new Error('slow down'), { name: 'ProvisionedThroughputExceededException' });
        return next(args);
      },
      { step: 'initialize', name },
    );
    return () => void office.client.middlewareStack.remove(name);
  }

  it.each([
    ['the count', 'UpdateItemCommand', 1],
    ['the acceptance', 'UpdateItemCommand', 2],
    ['the session', 'PutItemCommand', 1],
    ['the log', 'PutItemCommand', 2],
  ] as const)('of a code, be it %s, nobody is signed in', async (_what, command, nth) => {
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { brand, admin, secret } = await office.brandWithAdmin(
      `fault-${command.slice(0, 3).toLowerCase()}-${nth}`,
    );
    office.clock.now += 60_000;
    const { cookie } = await office.enterPassword(brand, admin);
    const restore = failAt(command, nth);
    const reply = await office.call('enterCode', { cookie, body: { code: office.codeAt(secret) } });
    restore();
    expect([reply.status, reply.cookies]).toEqual([503, []]);
    expect(reply.body).toMatchObject(unavailable);
    expect((await office.signInAgain(brand, admin, secret)).status).toBe(200);
  });

  it('of a password, no cookie is set', async () => {
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { brand, admin } = await office.brandWithAdmin('fault-password');
    for (const [command, nth] of [
      ['UpdateItemCommand', 1],
      ['GetItemCommand', 1],
      ['GetItemCommand', 3],
      ['UpdateItemCommand', 3],
      ['PutItemCommand', 1],
    ] as const) {
      const restore = failAt(command, nth);
      const reply = await office.enterPassword(brand, admin);
      restore();
      expect([command, nth, reply.status, reply.cookies]).toEqual([command, nth, 503, []]);
    }
  });
});

describe('when the table is gone', () => {
  it('every route answers with a typed error that may be retried', async () => {
    const broken = mockClient(DynamoDBClient);
    broken.rejects(Object.assign(new Error('connect'), { name: 'Error', code: 'ECONNREFUSED' }));
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const db = new Db('doorstep', broken as unknown as DynamoDBClient);
    const serve = serveHttp(signInRoutes, signInHandlers({ ...office.deps, db }));
    const answer = await serve({
      routeKey: 'GET /api/sign-in/session',
      headers: {},
      cookies: [`__Host-doorstep=acme.${'A'.repeat(43)}`],
      requestContext: { requestId: 'r', http: { sourceIp: '198.51.100.7' } },
    } as never);
    expect(answer.statusCode).toBe(503);
    expect(JSON.parse(answer.body ?? '')).toMatchObject(unavailable);
    broken.restore();
  });
});

describe('sealing', () => {
  it('is bound to brand and agent, and to the key', async () => {
    const kms = mockClient(KMSClient);
    kms.on(EncryptCommand).resolves({ CiphertextBlob: Buffer.from('sealed') });
    kms.on(DecryptCommand).resolves({ Plaintext: Buffer.from('SECRET') });
    const sealing = kmsSealing('key-1', kms as unknown as KMSClient);
    const owner = { brand: 'acme', agent: 'ann' };
    const sealed = await sealing.seal('SECRET', owner);
    expect(await sealing.open(sealed, owner)).toBe('SECRET');
    expect(kms.commandCalls(EncryptCommand)[0]?.args[0].input).toEqual({
      KeyId: 'key-1',
      Plaintext: Buffer.from('SECRET'),
      EncryptionContext: owner,
    });
    expect(kms.commandCalls(DecryptCommand)[0]?.args[0].input).toEqual({
      KeyId: 'key-1',
      CiphertextBlob: Buffer.from('sealed'),
      EncryptionContext: owner,
    });
    kms.restore();
  });
});
