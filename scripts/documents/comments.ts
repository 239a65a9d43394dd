import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the contract's own comments say, by `schema` and by `schema.field`. */
export type Comments = ReadonlyMap<string, string>;

const comment = /\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*(?:export )?(const |interface |type )?(\w+)/g;
const owner = /^(?:export )?const (\w+)/gm;

/**
 * Reads the doc comments of the contract, so that a field is described in one place: beside its schema.
 * @param folder where the contract is
 */
export function readComments(folder: string): Comments {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return new Map(files.flatMap((file) => commentsIn(readFileSync(join(folder, file), 'utf8'))));
}

function commentsIn(source: string): [string, string][] {
  const owners = [...source.matchAll(owner)];
  return [...source.matchAll(comment)].map((match) => {
    const [, text = '', keyword, name = ''] = match;
    const inside = owners.findLast(({ index }) => index < match.index)?.[1];
    return [keyword || !inside ? name : `${inside}.${name}`, plain(text)];
  });
}

/** Without the stars and line breaks of the source. */
const plain = (text: string): string =>
  text
    .replace(/^\s*\*/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
