/** An attribute value and an item as the DynamoDB protocol carries them. */
export type AttributeValue = { [type: string]: unknown };
export type Item = { [name: string]: AttributeValue };

/** What the units of an index depend on. */
export type IndexShape = { keys: string[]; projection: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'; include: string[] };

const bytes = (text: string): number => Buffer.byteLength(text);

/** The size of an item in bytes by DynamoDB's rules: names and values, lists and maps 3 bytes and 1 for each entry. */
export function itemSize(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + bytes(name) + valueSize(value), 0);
}

function valueSize(value: AttributeValue): number {
  const [type, content] = Object.entries(value)[0] ?? [];
  switch (type) {
    case 'S':
      return bytes(String(content));
    case 'N':
      return numberSize(String(content));
    case 'B':
      return binarySize(String(content));
    case 'SS':
      return (content as string[]).reduce((sum, text) => sum + bytes(text), 0);
    case 'NS':
      return (content as string[]).reduce((sum, text) => sum + numberSize(text), 0);
    case 'BS':
      return (content as string[]).reduce((sum, text) => sum + binarySize(text), 0);
    case 'L':
      return (content as AttributeValue[]).reduce((sum, entry) => sum + 1 + valueSize(entry), 3);
    case 'M':
      return 3 + Object.keys(content as Item).length + itemSize(content as Item);
    default:
      return 1; // BOOL and NULL
  }
}

/** Half a byte for each significant digit, one byte more, and one for a minus sign. */
function numberSize(text: string): number {
  const digits = (text.split(/e/i)[0] ?? '').replace(/[-+.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}

const binarySize = (base64: string): number => Buffer.from(base64, 'base64').length;

/** Write units of the table itself for a change from one image to the other: 1 KB steps of the larger, at least 1. */
export function writeUnits(before: Item | undefined, after: Item | undefined): number {
  const larger = Math.max(before ? itemSize(before) : 0, after ? itemSize(after) : 0);
  return Math.max(1, Math.ceil(larger / 1024));
}

/**
 * Write units of one index for a change: nothing if what the index holds stays the same, the larger of both
 * for a changed projection, and one deletion and one insertion when the index key changes.
 */
export function indexWriteUnits(
  index: IndexShape,
  tableKeys: string[],
  before: Item | undefined,
  after: Item | undefined,
): number {
  const old = before && indexEntry(index, tableKeys, before);
  const fresh = after && indexEntry(index, tableKeys, after);
  if (!old && !fresh) return 0;
  if (!old || !fresh) return writeUnits(old, fresh);
  if (index.keys.some((key) => !same(old[key], fresh[key])))
    return writeUnits(old, undefined) + writeUnits(fresh, undefined);
  const names = new Set([...Object.keys(old), ...Object.keys(fresh)]);
  return [...names].every((name) => same(old[name], fresh[name])) ? 0 : writeUnits(old, fresh);
}

function indexEntry(index: IndexShape, tableKeys: string[], item: Item): Item | undefined {
  if (index.keys.some((key) => item[key] === undefined)) return undefined;
  if (index.projection === 'ALL') return item;
  const names = new Set([...index.keys, ...tableKeys, ...index.include]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

const same = (a: AttributeValue | undefined, b: AttributeValue | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Read units for a number of bytes read at once: 4 KB steps, at least one, half of that when eventually consistent. */
export function readUnits(size: number, consistent: boolean): number {
  return Math.max(1, Math.ceil(size / 4096)) * (consistent ? 1 : 0.5);
}
