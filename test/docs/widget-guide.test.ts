import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { english, type TextName, type Texts } from '../../web/widget/texts/english.ts';
import { texts as french } from '../../web/widget/texts/french.ts';
import { texts as german } from '../../web/widget/texts/german.ts';
import { texts as spanish } from '../../web/widget/texts/spanish.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const sources = (pattern: string): string =>
  globSync(pattern, { cwd: join(root, 'web/widget') })
    .map((file) => read(`web/widget/${file}`))
    .join('\n');
const guide = read('docs/guides/widget.md');

/** Everything that a pattern finds, each once, in order. */
const all = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, found = '']) => found))].sort();

/** What stands in the first column of the tables below a heading. */
function listed(heading: string): string[] {
  const [section = ''] = (guide.split(`\n## ${heading}\n`)[1] ?? '').split('\n## ');
  const cells = section.split('\n').flatMap((line) => /^\| (`.*?) \|/.exec(line)?.[1] ?? []);
  return all(cells.join(' '), /`([\w-]+)/g);
}

describe('the guide to the widget', () => {
  it('lists its attributes, all of them', () => {
    const asked = all(sources('{element,host,language}.ts'), /(?:get|has)Attribute\('([\w-]+)'\)/g);
    const styled = all(sources('launcher.css'), /:host\(\[([\w-]+)/g);
    expect(listed('Attributes')).toEqual([...new Set([...asked, ...styled, 'dir'])].sort());
  });

  it('lists its properties and methods, all of them', () => {
    const [, members = ''] =
      /interface DoorstepChatElement[^{]*\{([\s\S]*?)\n\}/.exec(sources('doorstep.d.ts')) ?? [];
    expect(listed('Properties')).toEqual(all(members, /^ {2}(\w+):/gm));
    expect(listed('Methods')).toEqual(all(members, /^ {2}(\w+)\(/gm));
  });

  it('lists its events, all of them', () => {
    const told = all(sources('{host,chat}.ts'), /tell\(\s*'([\w-]+)'/g).map((name) => `doorstep-${name}`);
    expect(listed('Events')).toEqual(told);
    expect(all(sources('doorstep.d.ts'), /'(doorstep-[\w-]+)': CustomEvent/g)).toEqual(told);
  });

  it('lists its custom properties, all of them', () => {
    expect(listed('Colours and shape')).toEqual(all(sources('*.css'), /var\(\s*(--doorstep-[\w-]+)/g));
  });
});

describe('the words of the widget', () => {
  const placeholders = (text: string): string[] => all(text, /\{(\w+)\}/g);

  it.each([
    ['German', german],
    ['French', french],
    ['Spanish', spanish],
  ] satisfies [string, Texts][])('are filled in alike in %s', (_, texts) => {
    for (const [name, text] of Object.entries(english) as [TextName, string][]) {
      expect([name, placeholders(texts[name])]).toEqual([name, placeholders(text)]);
      expect(texts[name].trim()).not.toBe('');
    }
  });

  it('are all used', () => {
    const code = sources('panel/*.{ts,tsx}');
    // What is said of a failure is found by the failure's own code.
    const unused = Object.keys(english).filter(
      (name) => !name.startsWith('failure.') && !code.includes(`'${name}'`) && !code.includes(`"${name}"`),
    );
    expect(unused).toEqual([]);
  });
});
