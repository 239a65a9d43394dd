/** A JSON object as it came: nothing of it is believed. */
export type Claims = Readonly<Record<string, unknown>>;

/** The object, or in plain words what is wrong with the text. */
export type StrictObject =
  | { readonly ok: true; readonly value: Claims }
  | { readonly ok: false; readonly came: string };

const deepest = 10;
const signs = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * Reads bytes as a JSON object, more strictly than JSON.parse: UTF-8 alone, no name twice, few levels. Two readers may take
 * a different one of two claims of one name, so a token that has them is refused (RFC 7519, section 4 leaves the choice).
 */
export function strictObject(bytes: Uint8Array): StrictObject {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { ok: false, came: 'JSON that is not an object' };
    const odd = oddity(text);
    return odd === undefined ? { ok: true, value: value as Claims } : { ok: false, came: odd };
  } catch {
    return { ok: false, came: 'bytes that are not JSON in UTF-8' };
  }
}

/** What is odd about a text that is JSON: only there a colon follows a name and nothing else. */
function oddity(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let last = '';
  for (const [sign] of text.matchAll(signs)) {
    if (sign === '{' || sign === '[') open.push(sign === '{' ? new Set() : undefined);
    if (open.length > deepest) return `more than ${deepest} levels of nesting`;
    if (sign === '}' || sign === ']') open.pop();
    if (sign === ':') {
      const name = JSON.parse(last) as string;
      if (open.at(-1)?.has(name)) return 'a name that stands twice in one object';
      open.at(-1)?.add(name);
    }
    last = sign;
  }
  return undefined;
}

/** A claim of the token itself; what every object inherits is none. */
export const claimOf = (claims: Claims, name: string): unknown =>
  Object.hasOwn(claims, name) ? claims[name] : undefined;
