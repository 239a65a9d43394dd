import { physical } from './physical.ts';
import { type Resolver, UnsupportedTemplate } from './resolver.ts';
import type { Properties, StackTemplate } from './template.ts';

/** A resource with its properties resolved. */
export type ResolvedResource = {
  id: string;
  type: string;
  name: string;
  stack: StackTemplate;
  properties: Properties;
  attributes: Properties;
};

/** The resources of some types in all stacks, resolved; those whose condition is false are left out. */
export function resourcesOf(stacks: [StackTemplate, Resolver][], ...types: string[]): ResolvedResource[] {
  return stacks.flatMap(([stack, resolver]) =>
    Object.entries(stack.resources).flatMap(([id, resource]) => {
      if (!types.includes(resource.Type)) return [];
      if (resource.Condition && resolver.resolve({ Condition: resource.Condition }) !== true) return [];
      const properties = (resolver.resolve(resource.Properties ?? {}) ?? {}) as Properties;
      const { name, attributes } = physical(id, { ...resource, Properties: properties });
      return [{ id, type: resource.Type, name, stack, properties, attributes }];
    }),
  );
}

/** A property that must be there. */
export function required<T>(resource: ResolvedResource, name: string): T {
  const value = resource.properties[name];
  if (value === undefined) throw new UnsupportedTemplate(`${resource.id} (${resource.type}) has no ${name}`);
  return value as T;
}

/** The name of the function that an ARN or an integration's URI leads to. */
export function functionIn(uri: unknown): string {
  const [, name] = /:function:([A-Za-z0-9_-]+)/.exec(String(uri)) ?? [];
  if (!name) throw new UnsupportedTemplate(`'${uri}' does not lead to a function`);
  return name;
}
