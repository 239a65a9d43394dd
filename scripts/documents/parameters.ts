import { type HttpRoute, takesIdempotencyKey } from '../../contract/http/route.ts';
import type { Schemas } from './schemas.ts';

/** What a route takes in its path, query and headers; a change also the version that it was made from. */
export function parameters(schemas: Schemas, route: HttpRoute, versioned: boolean): object[] {
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
  return [...named('path'), ...rest, ...named('query'), ...headerParameters(route, versioned)];
}

function headerParameters(route: HttpRoute, versioned: boolean): object[] {
  const header = (name: string, required: boolean, description: string, example: string) => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string', examples: [example] },
  });
  if (route.access === 'backend') return [];
  const changes = route.method !== 'GET' && route.method !== 'OPTIONS';
  const consumer = route.function === 'consumer-api' || route.access === 'consumer';
  const own = 'Exactly the origin of the deployment; browsers send it by themselves.';
  const page = 'The page’s origin, registered with the engagement. Browsers send it; an app has none.';
  const origins = consumer
    ? [header('Origin', false, page, 'https://www.example.com')]
    : changes
      ? [header('Origin', route.access !== 'public', own, 'https://chat.example.com')]
      : [];
  const version = 'The `ETag` of the version that is to be changed.';
  const once =
    'Makes the call safe to repeat: with the same key the same request is done once, and answered the same for a day. 22 to 128 characters, random, like a UUID.';
  const key = takesIdempotencyKey(route)
    ? [header('Idempotency-Key', false, once, '0e9b5a0e-6c5f-4b2e-9a57-0a4f7d7f5d11')]
    : [];
  return [...origins, ...key, ...(versioned ? [header('If-Match', true, version, '"3"')] : [])];
}
