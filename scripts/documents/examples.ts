import type { JsonSchema, Schemas } from './schemas.ts';

/** Values for fields whose schema alone does not show what they look like. */
const byField: Readonly<Record<string, unknown>> = {
  ticket: 'acme.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  url: 'wss://sockets.example.com/live',
  token: 'eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczovL3d3dy5leGFtcGxlLmNvbSJ9.c2lnbmF0dXJl',
  nonce: 'Q2hhbGxlbmdlLW5vbmNlLW9mLXRoaXMtbG9naW4tb25seQ',
  name: 'Ada Lovelace',
  authenticatorApps: ['Aegis'],
  apps: ['Aegis'],
  brand: 'acme',
  engagement: 'web',
  idleSeconds: 1800,
  challenge: 'vT0x2mQbZr8kLw4NcE7yAa',
  clientId: 'tab-7f3a9c51',
  sender: 'pX3kQ9_a',
  lastSeq: 12,
  n: 3,
  epoch: 1,
  consumer: 12,
  agent: 12,
  acr: 'urn:example:loa:2',
  amr: ['pwd', 'otp'],
  attributes: { customer: '4711', tier: 'gold' },
  issuer: 'https://www.example.com',
  iss: 'https://www.example.com',
  aud: 'doorstep',
  kid: 'k1',
  alg: 'ES256',
  key: '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQ…\n-----END PUBLIC KEY-----',
  why: 'nonce_wrong',
  invitation: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  link: 'https://chat.example.com/sign-in/#invitation=dBjftJeZ4CVP&brand=acme',
  password: 'correct horse battery staple',
  code: '492039',
  secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  uri: 'otpauth://totp/Acme:ada%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Acme',
  svg: '<svg xmlns="http://www.w3.org/2000/svg">…</svg>',
  loginName: 'ada@example.com',
  device: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/144.0',
  cursor: 'b3BlbiMwMDE3OTMyMDAwMDAwMDA',
  idleMinutes: 30,
  authenticatedMinutes: 60,
  requestMinutes: 15,
  methods: [{ method: 'token' }],
  networks: ['203.0.113.0/24'],
  timeZone: 'Europe/Berlin',
  from: '09:00',
  to: '17:00',
  date: '2026-12-24',
  awayMessage: 'We are back at nine. Leave your question here.',
  skill: 'billing',
  skills: ['billing'],
  openLimit: 5,
  fields: [{ name: 'born', as: 'date' }],
  subject: 'customer-7',
  field: 'postcode',
  result: {},
};

/**
 * An example of a schema: what its own examples, constants and field names say.
 * @param field the field that it stands in, if any
 */
export function exampleOf(schemas: Schemas, schema: JsonSchema, field = ''): unknown {
  const { examples, const: fixed, enum: values, oneOf, anyOf } = schema;
  if (fixed !== undefined) return fixed;
  const resolved = schemas.resolve(schema);
  if (fits(byField[field], resolved)) return byField[field];
  if (resolved !== schema) return exampleOf(schemas, resolved, field);
  if (examples?.[0] !== undefined) return examples[0];
  if (values) return values[0];
  const [first] = oneOf ?? anyOf ?? [];
  if (first) return exampleOf(schemas, first as JsonSchema, field);
  return ofType(schemas, schema, field);
}

/** Whether a value that the field's name suggests is of the schema's type and form. */
function fits(value: unknown, { type, pattern, enum: values, items, required }: JsonSchema): boolean {
  if (values) return values.includes(value as string);
  const types: Readonly<Record<string, boolean>> = {
    string: typeof value === 'string' && new RegExp(pattern ?? '').test(value),
    integer: Number.isInteger(value),
    array: Array.isArray(value) && value.every((one) => mayStandIn(one, items)),
    object: typeof value === 'object' && !Array.isArray(value) && hasAll(value, required),
  };
  return types[String(type)] ?? false;
}

/** The same of a list's items; of those whose schema is made of others it says nothing. */
const mayStandIn = (value: unknown, items: JsonSchema['items']): boolean =>
  typeof items !== 'object' || Array.isArray(items) || items.type === undefined || fits(value, items);

const hasAll = (value: object | null, required: readonly string[] = []): boolean =>
  value !== null && required.every((name) => name in value);

function ofType(schemas: Schemas, schema: JsonSchema, field: string): unknown {
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, inner]) => [
          name,
          exampleOf(schemas, inner as JsonSchema, name),
        ]),
      );
    case 'array':
      return [exampleOf(schemas, (schema.items ?? {}) as JsonSchema, field)];
    case 'integer':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    case 'string':
      return field;
    default:
      return {};
  }
}
