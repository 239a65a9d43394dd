/** A part of an upload, as it is sent, and the number that its first row has in the file. */
export interface Part {
  readonly body: { readonly csv: string } | { readonly records: unknown[] };
  readonly firstRow: number;
  readonly rows: number;
}

export type Parts = { readonly parts: readonly Part[]; readonly rows: number } | { readonly wrong: string };

/** What a part may hold. The server takes more; so each answer comes soon, and little is sent again after a failure. */
const most = { rows: 200, characters: 900_000 };

/** The rows of CSV as they stand in the text (RFC 4180): a line break within quotes ends none. */
function csvRows(text: string): string[] {
  const rows: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at <= text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') quoted = !quoted;
    if (sign !== undefined && (sign !== '\n' || quoted)) continue;
    const row = text.slice(from, at).replace(/\r$/, '');
    if (row.trim() !== '') rows.push(row);
    from = at + 1;
  }
  return rows;
}

function jsonRows(text: string): unknown[] | undefined {
  try {
    // One list, or one object a line.
    const value: unknown = text.startsWith('[')
      ? JSON.parse(text)
      : text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line)]));
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Cuts a file into parts that can be sent one after the other: the same file always into the same ones. */
export function partsOf(file: string): Parts {
  const text = file.replace(/^\uFEFF/, '').trim();
  if (text === '') return { wrong: 'The file is empty.' };
  const json = /^[[{]/.test(text);
  const rows = json ? jsonRows(text) : csvRows(text);
  if (!rows) return { wrong: 'The file begins like JSON, and cannot be read as a list of objects.' };
  const [names, ...lines] = rows as string[];
  const all = json ? rows : lines;
  if (all.length === 0) return { wrong: 'The file has column names and no row.' };
  const parts = cut(all, json ? 0 : (names?.length ?? 0)).map(
    ([firstRow, some]): Part => ({
      body: json ? { records: some } : { csv: [names, ...some].join('\n') },
      firstRow,
      rows: some.length,
    }),
  );
  return { parts, rows: all.length };
}

/** Rows in groups, each with the number of its first. */
function cut(rows: readonly unknown[], head: number): [number, unknown[]][] {
  const groups: [number, unknown[]][] = [];
  let size = 0;
  rows.forEach((row, at) => {
    const length = (typeof row === 'string' ? row.length : JSON.stringify(row).length) + 1;
    const last = groups.at(-1);
    if (!last || last[1].length >= most.rows || size + length > most.characters) {
      groups.push([at + 1, [row]]);
      size = head + length;
    } else {
      last[1].push(row);
      size += length;
    }
  });
  return groups;
}
