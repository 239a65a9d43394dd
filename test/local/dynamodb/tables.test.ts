import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fixture, startFixture } from '../fixture/start.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.runtime.stop());

const run = (operation: string, input: object) => fixture.runtime.tables.run(operation, { ...input });
const key = (sk: string) => ({ pk: { S: 'chat#t' }, sk: { S: sk } });
const TableName = 'items';

describe('the table', () => {
  it('shows the item on a failed condition, when asked', async () => {
    const Item = { ...key('a'), v: { S: 'there' } };
    await run('PutItem', { TableName, Item });
    const put = { TableName, Item: key('a'), ConditionExpression: 'attribute_not_exists(pk)' };
    const shown = await run('PutItem', { ...put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
    expect(shown.error?.body).toMatchObject({ Item });
    expect((await run('PutItem', put)).error?.body).not.toHaveProperty('Item');
  });

  it('writes a batch as so many single writes', async () => {
    const requests = [
      { PutRequest: { Item: key('b1') } },
      { PutRequest: { Item: key('b2') } },
      { DeleteRequest: { Key: key('b3') } },
    ];
    const { writes, output } = await run('BatchWriteItem', { RequestItems: { items: requests } });
    expect([writes, output]).toEqual([3, { UnprocessedItems: {} }]);
    const found = await run('BatchGetItem', {
      RequestItems: { items: { Keys: [key('b1'), key('b2'), key('b3')] } },
    });
    expect((found.output.Responses as { items: object[] }).items).toHaveLength(2);
    expect(found.reads).toBe(1.5);
  });

  it('runs updates of one item one after the other', async () => {
    const update = {
      TableName,
      Key: key('count'),
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    };
    await Promise.all(Array.from({ length: 100 }, () => run('UpdateItem', update)));
    expect((await run('GetItem', { TableName, Key: key('count') })).output.Item).toMatchObject({
      n: { N: '100' },
    });
  });

  it('refuses what it does not know, and what is not well formed, with DynamoDB’s errors', async () => {
    const unknown = await run('TransactWriteItems', { TransactItems: [] });
    expect(unknown.error?.body.__type).toContain('UnknownOperationException');
    const malformed = await run('GetItem', { TableName, Key: { pk: { S: 'x' } } });
    expect(malformed.error?.body.__type).toContain('ValidationException');
    expect(malformed.reads).toBe(0);
    const nowhere = await run('GetItem', { TableName: 'nowhere', Key: key('a') });
    expect(nowhere.error?.body.__type).toContain('ResourceNotFoundException');
  });
});
