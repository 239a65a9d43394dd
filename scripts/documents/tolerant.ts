import { neededBy } from './references.ts';
import type { Document } from './used.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Whether what stands under this key is sent by a client: a body of a request, a frame of the socket. */
const isSent = (key: string): boolean => key === 'requestBody' || key.endsWith('_frame');

/**
 * The document with answers and pushes open to fields that later versions add. What a client sends stays closed: there an
 * unknown field is refused.
 */
export function tolerant(document: object): object {
  const schemas = (document as Document).components?.schemas ?? {};
  const closed = neededBy(sentIn(document), schemas);
  const opened = open(document) as Document & { components: Fields };
  const kept = Object.entries(schemas).map(([name, schema]) => [
    name,
    closed.has(name) ? schema : open(schema),
  ]);
  return { ...opened, components: { ...opened.components, schemas: Object.fromEntries(kept) } };
}

function sentIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (isSent(key) ? [inner] : sentIn(inner)));
}

function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !(key === 'additionalProperties' && inner === false))
      .map(([key, inner]) => [key, isSent(key) ? inner : open(inner)]),
  );
}
