import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { removeExpired } from '../../../local/dynamodb/expiry.ts';
import type { Item } from '../../../local/dynamodb/units.ts';
import { type Fixture, startFixture } from '../fixture/start.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.runtime.stop());

const entry = (v: string) => ({ kind: { S: 'entry' }, v: { S: v } });

/** What the stream's function has seen of one item, in the order of its records. */
async function seen(sk: string): Promise<string[]> {
  await fixture.runtime.settled();
  const { output } = await fixture.runtime.tables.run('Query', {
    TableName: 'items',
    KeyConditionExpression: 'pk = :p',
    ExpressionAttributeValues: { ':p': { S: 'chat#seen' } },
  });
  const items = (output.Items as Item[]).filter((item) => item.of?.S === sk);
  return items.map((item) => `${item.event?.S} ${item.v?.S}`);
}

describe('the stream', () => {
  it('delivers puts, updates and deletes of one item in order, by the mapping’s filter', async () => {
    await fixture.do('put', { sk: 'one', item: entry('1') });
    await fixture.do('put', { sk: 'one', item: { kind: { S: 'other' }, v: { S: 'unseen' } } });
    await fixture.do('put', { sk: 'one', item: { owes: { S: 'x' }, v: { S: '2' } } });
    await fixture.do('update', {
      sk: 'one',
      UpdateExpression: 'SET v = :v',
      ExpressionAttributeValues: { ':v': { S: '3' } },
    });
    expect(await seen('one')).toEqual(['INSERT 1', 'MODIFY 2', 'MODIFY 3']);
  });

  it('has no record of a write that changes nothing', async () => {
    await fixture.do('put', { sk: 'same', item: entry('1') });
    await fixture.do('put', { sk: 'same', item: entry('1') });
    expect(await seen('same')).toEqual(['INSERT 1']);
  });

  it('repeats a failed batch, halves it, and drops only what never works, loudly', async () => {
    await Promise.all([
      fixture.do('put', { sk: 'before', item: entry('1') }),
      fixture.do('put', { sk: 'bad', item: { ...entry('1'), poison: { S: 'always' } } }),
      fixture.do('put', { sk: 'after', item: entry('1') }),
    ]);
    expect(await seen('before')).toContain('INSERT 1');
    expect(await seen('after')).toContain('INSERT 1');
    expect(await seen('bad')).toEqual([]);
    expect(fixture.lines.join('\n')).toMatch(/stream: 1 stream record\(s\) DROPPED after 3 retries: poison/);
  });

  it('repeats from the first record that the function reported', async () => {
    await fixture.do('put', { sk: 'reported', item: { ...entry('1'), poison: { S: 'report' } } });
    await fixture.do('put', { sk: 'behind', item: entry('1') });
    expect(await seen('behind')).toContain('INSERT 1');
    expect(await seen('reported')).toEqual([]);
  });
});

describe('time to live', () => {
  it('removes what has expired, late, and nothing else', async () => {
    const now = Math.floor(Date.now() / 1000);
    await fixture.do('put', { sk: 'past', item: { ttl: { N: String(now - 10) } } });
    await fixture.do('put', { sk: 'future', item: { ttl: { N: String(now + 1000) } } });
    expect((await fixture.do('get', { sk: 'past' })).ok).toHaveProperty('Item');
    const [model] = fixture.runtime.tables.models.values();
    if (!model) throw new Error('The fixture has a table');
    await removeExpired(fixture.runtime.tables, model);
    expect((await fixture.do('get', { sk: 'past' })).ok).not.toHaveProperty('Item');
    expect((await fixture.do('get', { sk: 'future' })).ok).toHaveProperty('Item');
  });
});
