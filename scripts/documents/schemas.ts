import * as z from 'zod/mini';
import type { Comments } from './comments.ts';

export type JsonSchema = z.core.JSONSchema.JSONSchema;
export type Modules = readonly Record<string, unknown>[];

const prefix = '#/components/schemas/';
const isSchema = (value: unknown): value is z.ZodMiniType =>
  typeof value === 'object' && value !== null && '_zod' in value;

/** `openSession` and `message push` as a component is called: `OpenSession`, `MessagePush`. */
export const pascal = (name: string): string =>
  name.replace(/(?:^|[ ._-])(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Examples for what a schema alone does not show well. */
const leaves: Readonly<Record<string, unknown>> = {
  id: '01K8Z3V9QJ4T7M2C5XW6RBN0AD',
  slug: 'acme',
  time: 1793200000000,
  seq: 12,
  s256: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  secret: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  text: 'Where is my order?',
  reason: 'To tell you about your order, I need to know that it is you.',
  origin: 'https://www.example.com',
  displayName: 'Ada Lovelace',
  loginName: 'ada@example.com',
  party: { role: 'agent', name: 'Noor' },
  assurance: { level: 'authenticated', acr: 'password', authTime: 1793199940000, until: 1793203600000 },
  stamp: { level: 'authenticated', acr: 'password', epoch: 1 },
  entryEvent: {
    event: 'challenge_requested',
    challenge: 'vT0x2mQbZr8kLw4NcE7yAa',
    reason: 'To tell you about your order, I need to know that it is you.',
    expiresAt: 1793200900000,
  },
};

/**
 * The contract's schemas as JSON Schema. Every schema that a module exports is a component under its own name; any other
 * is written where it is used.
 */
export class Schemas {
  readonly #registry = z.registry<{ id: string }>();
  readonly #names = new Map<z.ZodMiniType, string>();
  readonly #inline = new Set<string>();
  readonly #comments: Comments;
  #made: Record<string, JsonSchema> | undefined;

  constructor(modules: Modules, comments: Comments) {
    this.#comments = comments;
    for (const [name, value] of modules.flatMap((module) => Object.entries(module)))
      if (isSchema(value)) this.#name(value, pascal(name));
  }

  /** Adds a schema that is a component though no module exports it by this name. */
  add(name: string, schema: z.ZodMiniType): void {
    this.#name(schema, pascal(name));
  }

  /** Makes a schema known that is written where it is used. Call it for all before the first `at`. */
  use(schema: z.ZodMiniType): void {
    if (this.#names.has(schema)) return;
    const id = `Inline${this.#names.size}`;
    this.#inline.add(id);
    this.#name(schema, id);
  }

  /** A schema where it is used: a reference to a component, or the schema itself. */
  at(schema: z.ZodMiniType): JsonSchema {
    const id = this.#names.get(schema);
    if (id === undefined) throw new Error('A schema was not announced by `use`.');
    return this.#inline.has(id) ? (this.#all[id] ?? {}) : { $ref: prefix + id };
  }

  /** The component that a reference names, or the schema itself. */
  resolve(schema: JsonSchema): JsonSchema {
    const [only] = schema.allOf ?? [];
    if (only && schema.allOf?.length === 1) return this.resolve(only as JsonSchema);
    const name = schema.$ref?.slice(prefix.length);
    return name === undefined ? schema : this.resolve(this.#all[name] ?? {});
  }

  get components(): Record<string, JsonSchema> {
    const named = Object.entries(this.#all).filter(([id]) => !this.#inline.has(id));
    return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #name(schema: z.ZodMiniType, id: string): void {
    if (this.#names.has(schema)) return;
    this.#names.set(schema, id);
    this.#registry.add(schema, { id });
  }

  get #all(): Record<string, JsonSchema> {
    this.#made ??= this.#make();
    return this.#made;
  }

  #make(): Record<string, JsonSchema> {
    const { schemas } = z.toJSONSchema(this.#registry, {
      uri: (id) => prefix + id,
      override: ({ jsonSchema }) => withoutNoise(jsonSchema as JsonSchema),
    });
    const described = Object.entries(schemas).map(([id, { $schema: _s, $id: _i, id: _, ...schema }]) => {
      const name = id.charAt(0).toLowerCase() + id.slice(1);
      const description = this.#comments.get(name);
      const examples = name in leaves ? { examples: [leaves[name]] } : {};
      const whole = this.#complete(schema, name, schemas as Record<string, JsonSchema>);
      return [id, { ...(description ? { description } : {}), ...(whole as object), ...examples }];
    });
    return Object.fromEntries(described);
  }

  /** Puts inline schemas where they are referred to, and says what the contract's comments say of each field. */
  #complete(value: unknown, owner: string, all: Record<string, JsonSchema>): unknown {
    if (Array.isArray(value)) return value.map((one) => this.#complete(one, owner, all));
    if (typeof value !== 'object' || value === null) return value;
    const name = (value as JsonSchema).$ref?.slice(prefix.length) ?? '';
    if (this.#inline.has(name)) {
      const { $schema: _s, $id: _i, id: _, ...schema } = all[name] ?? {};
      return this.#complete(schema, owner, all);
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        const whole = this.#complete(inner, owner, all);
        return [key, key === 'properties' ? this.#described(whole as Fields, owner) : whole];
      }),
    );
  }

  #described(fields: Fields, owner: string): Fields {
    return Object.fromEntries(
      Object.entries(fields).map(([name, schema]) => {
        const description = this.#comments.get(`${owner}.${name}`);
        if (description === undefined) return [name, schema];
        // Beside a reference a description would be ignored.
        return [name, { ...(schema.$ref ? { allOf: [schema] } : schema), description }];
      }),
    );
  }
}

type Fields = Record<string, JsonSchema>;

/** The bounds of whole numbers in JavaScript say nothing of ours. */
function withoutNoise(schema: JsonSchema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
