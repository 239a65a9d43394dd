import type { Item } from '../core/change.ts';
import { asHead } from '../core/conversation/head.ts';
import { isErased } from '../core/erasure/head.ts';
import type { Conversations } from '../store/conversations.ts';

/**
 * Whether an image shows a head as it was before its person was erased: what it owed must not be brought back, neither to the
 * timeline nor to the person's listing nor to the log.
 */
export async function isOfErased(
  { conversations }: { readonly conversations: Conversations },
  image: Item,
): Promise<boolean> {
  if (image.sk !== 'HEAD' || isErased(image)) return false;
  const { brand, id } = asHead(image);
  const head = await conversations.head(brand, id);
  return head === undefined || isErased(head);
}
