import type { HttpRoute } from '../../contract/http/route.ts';
import type { Schemas } from './schemas.ts';

/** What a route takes in its path, query and headers. */
export function parameters(schemas: Schemas, route: HttpRoute): object[] {
  const named = (place: 'path' | 'query') => {
    const { properties = {}, required = [] } = schemas.resolve(
      schemas.at(place === 'path' ? route.params : route.query),
    );
    return Object.entries(properties).map(([field, schema]) => ({
      name: field,
      in: place,
      required: place === 'path' || required.includes(field),
      schema,
    }));
  };
  const rest = route.path.includes('{rest+}')
    ? [
        {
          name: 'rest',
          in: 'path',
          required: true,
          schema: { type: 'string' },
          description: 'Any path below.',
        },
      ]
    : [];
  return [...named('path'), ...rest, ...named('query'), ...headerParameters(route)];
}

function headerParameters(route: HttpRoute): object[] {
  const header = (name: string, required: boolean, description: string, example: string) => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string', examples: [example] },
  });
  if (route.access === 'backend') return [];
  const changes = route.method !== 'GET' && route.method !== 'OPTIONS';
  const consumer = route.function === 'consumer-api';
  const own = 'Exactly the origin of the deployment; browsers send it by themselves.';
  const page = 'The page’s origin, registered with the engagement. Browsers send it; an app has none.';
  const origins = consumer
    ? [header('Origin', false, page, 'https://www.example.com')]
    : changes
      ? [header('Origin', route.access !== 'public', own, 'https://chat.example.com')]
      : [];
  const version = 'The `ETag` of the version that is to be changed.';
  return [...origins, ...(route.method === 'PUT' ? [header('If-Match', true, version, '"3"')] : [])];
}
