import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const pages = globSync(['*.md', 'docs/**/*.md', 'web/**/*.md'], { cwd: root });

/** Where the relative links of a page lead, without what is after a `#`. */
const linksOf = (page: string): string[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(
    ([, to = '']) => to,
  );

it.each(pages)('%s links to what is there', (page) => {
  const missing = linksOf(page).filter((to) => !existsSync(join(root, dirname(page), to)));
  expect(missing).toEqual([]);
});
