import type { Entry, Item } from '../client/index.ts';

type Of<E extends Entry['what']['event']> = Entry & {
  readonly what: Extract<Entry['what'], { event: E }>;
};
export type StepUpEntry = Of<'stepped_up'>;

const isStepUp = (item: Item): item is StepUpEntry =>
  item.kind === 'entry' && item.what.event === 'stepped_up';
const isStart = (item: Item): item is Of<'started'> => item.kind === 'entry' && item.what.event === 'started';

/** The last step-up of a conversation, as far as it is loaded. */
export const stepUpOf = (items: readonly Item[]): StepUpEntry | undefined => items.findLast(isStepUp);

/** What the page said of its visitor when the conversation began. */
export const claimedOf = (items: readonly Item[]): Readonly<Record<string, string>> | undefined =>
  items.find(isStart)?.what.claimed;
