import { neededBy } from './references.ts';

export interface Document {
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

/** The document without the component schemas that nothing in it refers to. */
export function used(document: object): object {
  const { components = {}, ...rest } = document as Document;
  const { schemas = {}, ...others } = components;
  const needed = neededBy([rest, others], schemas);
  const kept = Object.entries(schemas).filter(([name]) => needed.has(name));
  return { ...rest, components: { ...others, schemas: Object.fromEntries(kept) } };
}
