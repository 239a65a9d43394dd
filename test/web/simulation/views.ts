import type { Item } from '../../../contract/conversation.ts';

/** Consumers see agents by name, and no attributes. */
export function forConsumer(item: Item): Item {
  if (item.kind === 'message') {
    const { id: _, ...from } = item.from;
    return { ...item, from };
  }
  if (item.kind === 'entry') {
    const { id: _, ...by } = item.by;
    if (item.what.event !== 'stepped_up') return { ...item, by };
    const { attributes: __, ...person } = item.what.person;
    return { ...item, by, what: { ...item.what, person } };
  }
  return item;
}
