interface Document {
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

const reference = /"#\/components\/schemas\/([^"]+)"/g;
const namedIn = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(reference)].map(([, name = '']) => name);

/** The document without the component schemas that nothing in it refers to. */
export function used(document: object): object {
  const { components = {}, ...rest } = document as Document;
  const { schemas = {}, ...others } = components;
  const found = new Set<string>();
  const wanted = namedIn([rest, others]);
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    wanted.push(...namedIn(schemas[name]));
  }
  const kept = Object.entries(schemas).filter(([name]) => found.has(name));
  return { ...rest, components: { ...others, schemas: Object.fromEntries(kept) } };
}
