import { asHead } from '../core/conversation/head.ts';
import { claim, claimedBefore, free, type Profile } from '../core/desk/card.ts';
import type { BrandRecord } from '../core/settings/records.ts';
import type { Outcome } from '../store/db.ts';
import type { Dependencies } from './dependencies.ts';

/** How many conversations somebody may have open: their own limit, else the brand's; a bot has only its own. */
export const mostOf = ({ openLimit, role }: Profile, brand: BrandRecord | undefined): number | undefined =>
  openLimit ?? (role === 'bot' ? undefined : brand?.openLimit);

interface Claim {
  readonly brand: string;
  readonly agent: string;
  readonly conversation: string;
  /** Left out, there is no limit. */
  readonly most: number | undefined;
  readonly profile: Profile;
}

/**
 * Takes one of an agent's slots for a conversation: one write of the agent's card decides. A slot that nobody gave back, as
 * when the consumer closed the conversation, is found when there is none left: its conversation says that it is over.
 */
export async function takeSlot(deps: Dependencies, wanted: Claim): Promise<Outcome> {
  const { brand, agent, conversation, most, profile } = wanted;
  const take = () => deps.colleagues.changeOwn(brand, agent, profile, claim(conversation, most, deps.now()));
  const first = await take();
  if (first.ok || first.refusal.code !== 'agent_full' || !first.item) return first;
  await Promise.all(
    claimedBefore(first.item, deps.now()).map(async (one) => {
      const item = await deps.conversations.head(brand, one);
      const head = item && asHead(item);
      if (head?.state !== 'open' || head.agent?.id !== agent) await giveSlotBack(deps, brand, agent, one);
    }),
  );
  return take();
}

/** Gives a slot back. Safe to repeat. */
export async function giveSlotBack(
  { colleagues }: Dependencies,
  brand: string,
  agent: string,
  conversation: string,
): Promise<void> {
  await colleagues.change(brand, agent, free(conversation));
}
