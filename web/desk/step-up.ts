import type { AgentConversation, Entry, Item } from '../client/index.ts';

type Of<E extends Entry['what']['event']> = Entry & {
  readonly what: Extract<Entry['what'], { event: E }>;
};
export type StepUpEntry = Of<'stepped_up'>;

const isStepUp = (item: Item | undefined): item is StepUpEntry =>
  item?.kind === 'entry' && item.what.event === 'stepped_up';
const isStart = (item: Item | undefined): item is Of<'started'> =>
  item?.kind === 'entry' && item.what.event === 'started';

/** The last step-up of a conversation, however far back it is. */
export function stepUpOf(open: AgentConversation): StepUpEntry | undefined {
  const recent = open.items.findLast(isStepUp);
  const at = open.conversation?.stepUp;
  if (recent || at === undefined) return recent;
  open.want(at, at);
  const item = open.item(at);
  return isStepUp(item) ? item : undefined;
}

/** A login may come before the beginning, so it is not always the very first entry. */
const firstFew = [1, 2, 3, 4, 5] as const;

/** What the page said of its visitor when the conversation began. */
export function claimedOf(open: AgentConversation): Readonly<Record<string, string>> | undefined {
  if (open.last === 0) return undefined;
  open.want(1, Math.min(firstFew.length, open.last));
  return firstFew.map((seq) => open.item(seq)).find(isStart)?.what.claimed;
}
