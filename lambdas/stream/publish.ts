import type { Entry } from '../../contract/conversation.ts';
import type { OutEvent } from '../../contract/events-out.ts';
import type { Item } from '../core/change.ts';
import { unpackWho } from '../core/conversation/who.ts';
import { eventOf, type RequestFacts } from '../core/events/from-entry.ts';
import type { Events } from '../edge/events.ts';
import type { Conversations } from '../store/conversations.ts';
import type { Requests } from '../store/requests.ts';
import type { Batch, StreamRecord } from './batch.ts';

interface Dependencies {
  readonly events: Events;
  readonly conversations: Conversations;
  readonly requests: Requests;
}

/** Puts what the entries tell the brand on the event bus, in their order. At least once, each time under the same id. */
export async function publishAll(deps: Dependencies, batch: Batch): Promise<void> {
  const told = new Map<OutEvent, StreamRecord>();
  for (const record of batch.records) {
    if (record.item.kind !== 'entry') continue;
    try {
      const event = await eventIn(deps, record.item);
      if (event) told.set(event, record);
    } catch (error) {
      batch.fail(record, error);
    }
  }
  const events = [...told.keys()];
  const refused = await deps.events.publish(events).catch((error: Error) => {
    for (const record of told.values()) batch.fail(record, error);
    return [];
  });
  for (const event of refused) {
    const record = told.get(event);
    if (record) batch.fail(record, new Error('The bus did not take the event.'));
  }
}

/** The event of an entry; none of a request that was erased with its person before anybody was told of it. */
async function eventIn(deps: Dependencies, item: Item): Promise<OutEvent | undefined> {
  const [, brand = '', , conversation = ''] = String(item.pk).split('#');
  const { pk: _pk, sk: _sk, ...rest } = item;
  const entry = rest as unknown as Entry;
  const { what } = entry;
  if (what.event !== 'request_released') return eventOf(brand, conversation, entry);
  const request = await requestOf(deps, brand, conversation, what.request);
  return request && eventOf(brand, conversation, entry, request);
}

/** What a released request is about. Nothing of that stands in the timeline. */
async function requestOf(
  { conversations, requests }: Dependencies,
  brand: string,
  conversation: string,
  id: string,
): Promise<RequestFacts | undefined> {
  const [head, request] = await Promise.all([
    conversations.head(brand, conversation),
    requests.find(brand, conversation, id),
  ]);
  if (!request) return undefined;
  const input = JSON.parse(request.input) as Record<string, unknown>;
  const { identity, who } = head ?? {};
  return {
    name: request.name,
    input,
    ...(identity === undefined ? {} : { identity }),
    ...(who === undefined ? {} : unpackWho(who)),
  };
}
