import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Stamp } from '../../../contract/conversation.ts';
import { packStamp, unpackStamp } from '../../../lambdas/core/conversation/stamp.ts';

describe('a packed stamp', () => {
  it('is nothing at all for an anonymous visitor', () => {
    expect(packStamp({ level: 'anonymous' })).toBe('');
    expect(unpackStamp('')).toEqual({ level: 'anonymous' });
  });

  it('unpacks to what it was, whatever the acr', () => {
    const epoch = fc.integer({ min: 1 });
    fc.assert(
      fc.property(epoch, fc.option(fc.string(), { nil: undefined }), (epoch, acr) => {
        const stamp: Stamp = { level: 'authenticated', epoch, ...(acr === undefined ? {} : { acr }) };
        expect(unpackStamp(packStamp(stamp))).toEqual(stamp);
      }),
    );
  });
});
