import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Fixture, startFixture } from './fixture/start.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.runtime.stop());
beforeEach(() => fixture.runtime.meter.reset());

async function price(action: string, input: object) {
  await fixture.do(action, input);
  const [invocation] = fixture.runtime.meter.since();
  return { writes: invocation?.writes, reads: invocation?.reads, trips: invocation?.trips };
}

const body = (length: number) => ({ v: { S: 'x'.repeat(length) } });
// Names and keys: pk 2, chat#brand#c#1 14, sk 2, a 1, v 1.
const OVERHEAD = 20;

describe('the meter', () => {
  it('counts a write by the item with its names, to the byte', async () => {
    expect(await price('put', { item: body(1024 - OVERHEAD) })).toEqual({ writes: 1, reads: 0, trips: 1 });
    fixture.runtime.meter.reset();
    expect(await price('put', { item: body(1025 - OVERHEAD) })).toEqual({ writes: 2, reads: 0, trips: 1 });
  });

  it('counts a write by the larger of both images', async () => {
    await fixture.do('put', { sk: 'b', item: body(3000) });
    fixture.runtime.meter.reset();
    expect(await price('put', { sk: 'b', item: body(1) })).toMatchObject({ writes: 3 });
  });

  it('charges a refused condition', async () => {
    await fixture.do('put', { sk: 'c', item: body(2000) });
    fixture.runtime.meter.reset();
    expect(await price('put', { sk: 'c', condition: 'attribute_not_exists(pk)' })).toMatchObject({
      writes: 2,
    });
  });

  it('charges reads of what is there and of what is not', async () => {
    await fixture.do('put', { sk: 'd', item: body(5000) });
    fixture.runtime.meter.reset();
    expect(await price('get', { sk: 'd', ConsistentRead: true })).toMatchObject({ reads: 2 });
    fixture.runtime.meter.reset();
    expect(await price('get', { sk: 'd' })).toMatchObject({ reads: 1 });
    fixture.runtime.meter.reset();
    expect(await price('get', { sk: 'missing' })).toMatchObject({ reads: 0.5 });
  });

  it('adds a query up before it rounds, filtered items too', async () => {
    for (const sk of ['1', '2', '3']) await fixture.do('put', { pk: 'chat#q', sk, item: body(2000) });
    const names = { KeyConditionExpression: 'pk = :p', ConsistentRead: true };
    const values = { ':p': { S: 'chat#q' }, ':v': { S: 'nothing' } };
    fixture.runtime.meter.reset();
    const query = { ...names, FilterExpression: 'v = :v', ExpressionAttributeValues: values };
    expect(await price('query', query)).toMatchObject({ reads: 2 });
    fixture.runtime.meter.reset();
    const first = { ...names, Limit: 1, ExpressionAttributeValues: { ':p': { S: 'chat#q' } } };
    expect(await price('query', first)).toMatchObject({ reads: 1 });
  });

  it('counts an index only when what it holds changes', async () => {
    const inbox = { inboxPk: { S: 'chat#i' }, inboxSk: { S: '1' }, state: { S: 'open' } };
    const put = async (item: object) => {
      fixture.runtime.meter.reset();
      return (await price('put', { sk: 'head', item })).writes;
    };
    expect(await put(inbox)).toBe(2);
    expect(await put({ ...inbox, n: { N: '2' } })).toBe(1);
    expect(await put({ ...inbox, state: { S: 'closed' } })).toBe(2);
    expect(await put({ ...inbox, inboxSk: { S: '2' } })).toBe(3);
    expect(await put({})).toBe(2);
  });

  it('counts calls made together as one round trip', async () => {
    expect(await price('trips', {})).toEqual({ writes: 2, reads: 2, trips: 3 });
  });

  it('counts KMS calls apart from round trips', async () => {
    await fixture.do('seal', { context: { a: '1' }, open: { a: '1' } });
    expect(fixture.runtime.meter.since()[0]).toMatchObject({ kmsCalls: 2, trips: 0, function: 'api' });
  });

  it('shows itself over HTTP and forgets on demand', async () => {
    await fixture.do('get', {});
    const url = `${fixture.runtime.addresses.control}/meter`;
    const shown = (await (await fetch(url)).json()) as { route: string }[];
    expect(shown).toHaveLength(1);
    expect(shown[0]?.route).toBe('POST /api/do/{action}');
    expect(await (await fetch(`${url}?since=${fixture.runtime.meter.last}`)).json()).toEqual([]);
    await fetch(url, { method: 'DELETE' });
    expect(fixture.runtime.meter.since()).toEqual([]);
  });
});

describe('access to the key', () => {
  it('needs the encryption context that the role names', async () => {
    const seal = (context: object) => fixture.do('seal', { context, open: context });
    expect(await seal({ a: '1' })).toMatchObject({ ok: { text: 'secret' } });
    expect(await seal({})).toMatchObject({ error: 'AccessDeniedException' });
    expect(await seal({ a: '1', b: '2' })).toMatchObject({ error: 'AccessDeniedException' });
  });

  it('opens only under the context that sealed', async () => {
    const wrong = { context: { a: '1' }, open: { a: '2' } };
    expect(await fixture.do('seal', wrong)).toMatchObject({ error: 'InvalidCiphertextException' });
  });
});

describe('access by leading key', () => {
  it('refuses another zone, and a call that names no key', async () => {
    expect(await fixture.do('put', { pk: 'auth#brand#user#1' })).toMatchObject({
      error: 'AccessDeniedException',
    });
    expect(await fixture.do('get', { pk: 'auth#brand#user#1' })).toMatchObject({
      error: 'AccessDeniedException',
    });
    const ExpressionAttributeValues = { ':p': { S: 'auth#x' } };
    const query = { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues };
    expect(await fixture.do('query', query)).toMatchObject({ error: 'AccessDeniedException' });
    const index = { IndexName: 'inbox', KeyConditionExpression: 'inboxPk = :p', ExpressionAttributeValues };
    expect(await fixture.do('query', index)).toMatchObject({ error: 'AccessDeniedException' });
  });

  it('leaves nothing of a refused write', async () => {
    await fixture.do('put', { pk: 'auth#none', sk: 'a' });
    const { output } = await fixture.runtime.tables.run('GetItem', {
      TableName: 'items',
      Key: { pk: { S: 'auth#none' }, sk: { S: 'a' } },
    });
    expect(output.Item).toBeUndefined();
  });
});
