import type { RouteModel } from '../assembly/model.ts';

export type Match = { route: RouteModel; pathParameters: Record<string, string> };

/** The route that API Gateway would choose: the most specific one, then `$default`. */
export function findRoute(routes: RouteModel[], method: string, path: string): Match | undefined {
  const segments = path.split('/').slice(1);
  const matches = routes.flatMap((route) => {
    const [routeMethod, pattern] = route.key.split(' ');
    if (!pattern || (routeMethod !== 'ANY' && routeMethod !== method)) return [];
    const pathParameters = matchPath(pattern.split('/').slice(1), segments);
    return pathParameters ? [{ route, pathParameters, rank: rank(pattern, routeMethod) }] : [];
  });
  const [best] = matches.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  if (best) return best;
  const fallback = routes.find(({ key }) => key === '$default');
  return fallback && { route: fallback, pathParameters: {} };
}

function matchPath(pattern: string[], segments: string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [at, part] of pattern.entries()) {
    const [, name, greedy] = /^\{([^}+]+)(\+?)\}$/.exec(part) ?? [];
    if (name && greedy) {
      if (segments.length <= at) return undefined;
      return { ...parameters, [name]: decoded(segments.slice(at).join('/')) };
    }
    const segment = segments[at];
    if (segment === undefined || (name ? segment === '' : segment !== part)) return undefined;
    if (name) parameters[name] = decoded(segment);
  }
  return segments.length === pattern.length ? parameters : undefined;
}

/** Sorts literal segments before parameters before a greedy one, and a method before ANY. */
function rank(pattern: string, method: string | undefined): string {
  const parts = pattern
    .split('/')
    .map((part) => (part.endsWith('+}') ? '2' : part.startsWith('{') ? '1' : '0'));
  return `${pattern.endsWith('+}') ? 1 : 0}${parts.join('')}${method === 'ANY' ? 1 : 0}`;
}

/** Percent-decoding that leaves nonsense as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
