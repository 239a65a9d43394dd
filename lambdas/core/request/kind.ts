import { Validator } from '@cfworker/json-schema';
import type { Problem } from '../../../contract/problems.ts';
import type { RequestKindSettings } from '../../../contract/protected-request.ts';
import { done, type Result, refuse } from '../result.ts';

/** A kind of protected request as it is stored; the schema as text, since an item does not keep every JSON. */
export interface RequestKindRecord extends Omit<RequestKindSettings, 'input'> {
  readonly name: string;
  readonly schema: string;
  readonly version: number;
}

/** The longest schema, and the largest input and result, in characters of JSON. */
const longestSchema = 8192;
export const largestJson = 8192;

type Json = Readonly<Record<string, unknown>>;

const wrongSchema = (message: string) => refuse('invalid_request', { errors: [{ path: 'input', message }] });

/** Checks a kind's schema: of an object, complete in itself, and usable. */
export function readKind(
  name: string,
  { input, ...settings }: RequestKindSettings,
  acrScale: readonly string[],
  version = 1,
): Result<RequestKindRecord> {
  const schema = JSON.stringify(input);
  if (schema.length > longestSchema) return wrongSchema(`has more than ${longestSchema} characters`);
  if (input.type !== 'object') return wrongSchema('must be the schema of an object');
  if (/"\$(ref|dynamicRef)":"(?!#)/.test(schema)) return wrongSchema('must not refer to another document');
  if (settings.acr !== undefined && !acrScale.includes(settings.acr))
    return refuse('invalid_request', { errors: [{ path: 'acr', message: "is not on the brand's scale" }] });
  try {
    new Validator(input, '2020-12').validate({});
  } catch {
    return wrongSchema('cannot be used: a part that it refers to, or a pattern, is wrong');
  }
  return done({ name, ...settings, schema, version });
}

/** A kind as people and bots read it. */
export const kindView = ({ name, title, acr, maxAge, schema }: RequestKindRecord) => ({
  name,
  title,
  ...(acr === undefined ? {} : { acr }),
  ...(maxAge === undefined ? {} : { maxAge }),
  input: JSON.parse(schema) as Record<string, unknown>,
});

/** Checks an input against its kind's schema; the refusal names the places that are wrong. */
export function checkInput({ schema }: RequestKindRecord, input: Json): Result<string> {
  const text = JSON.stringify(input);
  if (text.length > largestJson) return refuse('too_large');
  const { valid, errors } = new Validator(JSON.parse(schema) as object, '2020-12', false).validate(input);
  if (valid) return done(text);
  const named: NonNullable<Problem['errors']> = errors.slice(-10).map(({ instanceLocation, keyword }) => ({
    path: `input${instanceLocation.replace(/^#/, '').replaceAll('/', '.')}`.slice(0, 100),
    message: `does not keep the schema: ${keyword}`,
  }));
  return refuse('invalid_request', { errors: named });
}
