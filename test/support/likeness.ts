import { senderKey } from '../../lambdas/core/conversation/send.ts';
import { everything } from './items.ts';
import type { Agent, Visitor } from './people.ts';
import type { System } from './system.ts';

type Names = readonly (readonly [string, string])[];

/**
 * All that the table holds because of one conversation, without what differs from one to the next: times, ids, hashes and
 * where its socket happens to be. Two conversations in which the same has happened look alike.
 */
export async function likenessOf(
  system: System,
  { conversation, clientId }: Visitor,
  agent: Pick<Agent, 'clientId'> & { readonly id: string },
): Promise<unknown[]> {
  const names: Names = [
    [conversation, '<conversation>'],
    [conversation.slice(-10), '<its end>'],
    [senderKey('consumer', clientId), '<visitor>'],
    [senderKey(agent.id, agent.clientId), '<agent>'],
  ];
  const all = await everything(system);
  const own = all.filter(
    // An agent's card counts the agent's conversations, whichever they are. The log and the lists
    // of search are the stream's alone, in its own time, and have tests of their own.
    (item) =>
      JSON.stringify(item).includes(conversation) && !/^audit#|#list#|#ticket#|#colleague$/.test(item.pk),
  );
  return own
    .map((item) => JSON.stringify(plain(item, names)))
    .sort()
    .map((text) => JSON.parse(text));
}

function plain(value: unknown, names: Names): unknown {
  if (typeof value === 'number') return value > 1e9 ? '<time>' : value;
  if (typeof value === 'string') return plainText(value, names);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => plain(one, names));
  const entries = Object.entries(value).map(([name, one]) => [plainText(name, names), plain(one, names)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

const plainText = (text: string, names: Names): string =>
  names
    .reduce((result, [name, stands]) => result.replaceAll(name, stands), text)
    .replace(/^c#[\w-]+=$/, '<socket>')
    .replace(/(?<![\w-])[\w-]{43}(?![\w-])/g, '<hash>')
    .replace(/(?<![\w-])([\w-]{11}|[\w-]{16}|[\w-]{22})(?![\w-])/g, '<id>')
    .replace(/\d{13,15}/g, '<time>')
    .replace(/#inbox#\d$/, '#inbox#<shard>');
