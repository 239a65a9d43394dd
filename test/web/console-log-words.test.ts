import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { entryEvent } from '../../contract/conversation.ts';
import { eventGroups, eventWords } from '../../web/console/areas/log/words.ts';

/** The names of events as the functions give them to the log. */
function given(): string[] {
  const sources = globSync('lambdas/{archive,bootstrap,management,sign-in}/*.ts').map((file) =>
    readFileSync(file, 'utf8'),
  );
  return sources.flatMap((text) =>
    [...text.matchAll(/event(?:: | = | === )'([a-z_]+)'/g)].map(([, name]) => name ?? ''),
  );
}

/** What happens in a conversation every time is not in the log. */
const unlogged = new Set(['started', 'accepted', 'transferred', 'released', 'closed']);

describe('the words of the log', () => {
  it('are there for every event that is given to it, and each stands in the filter', () => {
    const steps = entryEvent.def.options.map(({ shape }) => String(shape.event.def.values[0]));
    const all = new Set([...given(), ...steps.filter((name) => !unlogged.has(name))]);
    const known = new Set(eventGroups.flatMap(({ events }) => events));
    expect(all.size).toBeGreaterThan(60);
    expect([...all].filter((name) => !known.has(name))).toEqual([]);
    for (const name of known) expect(eventWords(name)).not.toContain('_');
  });

  it('fall back to the name for an event of a newer version', () => {
    expect(eventWords('begin_something_new')).toBe('begin something new');
  });
});
