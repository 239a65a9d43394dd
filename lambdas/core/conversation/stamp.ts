import type { Stamp } from '../../../contract/conversation.ts';

/**
 * A stamp in a head, which holds one for each sender and must stay small: empty for anonymous, else the epoch and, if there
 * is one, the acr after a space.
 */
export const packStamp = (stamp: Stamp): string =>
  stamp.level === 'anonymous' ? '' : [stamp.epoch, ...(stamp.acr === undefined ? [] : [stamp.acr])].join(' ');

export function unpackStamp(packed: string): Stamp {
  if (packed === '') return { level: 'anonymous' };
  const [epoch = '', ...acr] = packed.split(' ');
  return {
    level: 'authenticated',
    ...(acr.length === 0 ? {} : { acr: acr.join(' ') }),
    epoch: Number(epoch),
  };
}
