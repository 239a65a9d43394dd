import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fixture, startFixture } from './fixture/start.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.runtime.stop());
afterEach(() => fixture.runtime.faults.clear());

const value = async (sk: string) => {
  const { output } = await fixture.runtime.tables.run('GetItem', {
    TableName: 'items',
    Key: { pk: { S: 'chat#brand#c#1' }, sk: { S: sk } },
  });
  return (output.Item as { v?: { S: string } } | undefined)?.v?.S;
};

describe('faults', () => {
  it('kill the environment after one write, which stands, and before the next', async () => {
    fixture.runtime.faults.add({ function: 'api', operation: 'write', nth: 1, damage: 'kill' });
    expect(await fixture.do('two', { value: 'k1' })).toMatchObject({ status: 500 });
    expect([await value('first'), await value('second')]).toEqual(['k1', undefined]);
    fixture.runtime.faults.add({ function: 'api', operation: 'write', nth: 2, damage: 'kill' });
    expect(await fixture.do('two', { value: 'k2' })).toMatchObject({ status: 500 });
    expect([await value('first'), await value('second')]).toEqual(['k2', 'k2']);
    expect(await fixture.do('two', { value: 'k3' })).toMatchObject({ status: 200 });
  });

  it('lose an answer: the SDK repeats the call and meets its own write', async () => {
    fixture.runtime.faults.add({ function: 'api', operation: 'PutItem', damage: 'lose' });
    const done = await fixture.do('put', { sk: 'lost', condition: 'attribute_not_exists(pk)' });
    expect(done).toMatchObject({ error: 'ConditionalCheckFailedException' });
  });

  it('fail a call, which is then not done', async () => {
    const damage = { error: 'ValidationException', status: 400 };
    fixture.runtime.faults.add({ service: 'dynamodb', damage });
    expect(await fixture.do('put', { sk: 'failed' })).toMatchObject({ error: 'ValidationException' });
    expect(await value('failed')).toBeUndefined();
    expect(await fixture.do('put', { sk: 'failed' })).toMatchObject({ status: 200, ok: {} });
  });

  it('can be taken back', async () => {
    const disarm = fixture.runtime.faults.add({
      damage: { error: 'InternalServerError', status: 500 },
      times: 100,
    });
    disarm();
    expect(await fixture.do('get', {})).not.toHaveProperty('error');
  });
});
