import { describe, expect, it, jest } from '@jest/globals';
import { Batch } from '../../../lambdas/stream/batch.ts';

/** A record of a write to an item; without one, of a deletion. */
const record = (sequence: string, pk?: string) => ({
  dynamodb: {
    SequenceNumber: sequence,
    ...(pk === undefined ? {} : { NewImage: { pk: { S: pk }, sk: { S: 'HEAD' } } }),
  },
});
// Sequence numbers have up to 40 digits, not all the same many.
const batch = () =>
  new Batch([
    record('99999999999999999999', 'a'),
    record('100000000000000000000', 'b'),
    record('100000000000000000001', 'a'),
    record('100000000000000000002'),
    record('100000000000000000003', 'b'),
  ]);
const left = (of: Batch) => of.records.map(({ item, sequence }) => `${item.pk}${sequence.slice(-1)}`);

describe('a batch of the stream', () => {
  it('goes through steps in its order, without deletions', async () => {
    const some = batch();
    const seen: unknown[] = [];
    await some.each(async ({ pk }) => void seen.push(pk));
    expect(seen).toEqual(['a', 'b', 'a', 'b']);
    expect(some.answer).toEqual({ batchItemFailures: [] });
  });

  it('holds back what comes after a failure in the same partition, and nothing else', async () => {
    const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const some = batch();
    const seen: unknown[] = [];
    await some.each(async ({ pk }) => {
      seen.push(pk);
      if (pk === 'a') throw new Error('it broke');
    });
    expect(seen).toEqual(['a', 'b', 'b']);
    expect(left(some)).toEqual(['b0', 'b3']);
    expect(some.answer).toEqual({ batchItemFailures: [{ itemIdentifier: '99999999999999999999' }] });
    expect(logged).toHaveBeenCalledTimes(1);
    logged.mockRestore();
  });

  it('keeps what went before a failure', () => {
    const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const some = batch();
    const [, , second] = some.records;
    if (second) some.fail(second, new Error('it broke'));
    expect(left(some)).toEqual(['a9', 'b0', 'b3']);
    expect(some.answer).toEqual({ batchItemFailures: [{ itemIdentifier: '100000000000000000001' }] });
    logged.mockRestore();
  });
});
