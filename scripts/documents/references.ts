const reference = /"#\/components\/schemas\/([^"]+)"/g;

/** The component schemas that a part of a document names itself. */
const namedIn = (value: unknown): string[] =>
  [...JSON.stringify(value ?? null).matchAll(reference)].map(([, name = '']) => name);

/** The component schemas that a part of a document needs, directly or by way of others. */
export function neededBy(part: unknown, schemas: Readonly<Record<string, unknown>>): Set<string> {
  const found = new Set<string>();
  const wanted = namedIn(part);
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    wanted.push(...namedIn(schemas[name]));
  }
  return found;
}
