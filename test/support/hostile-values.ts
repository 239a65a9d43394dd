const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

/** What stands where something else should. Texts that are good where any text is taken are among it. */
const hostile: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  'a\u0000b',
  'lone \ud800 surrogate',
  '\u202eesrever',
  'a#b',
  '__proto__',
  'constructor',
  '"\'<script>',
  '١٢٣٤٥٦',
  'x'.repeat(300),
  'x'.repeat(20_000),
  [],
  [null],
  {},
  { $ne: null },
  deep(2000),
  Array.from({ length: 2000 }, () => 'x'),
];

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A valid value turned wrong in every way: replaced, each field replaced or left out, one too many, and so on inside. */
export function wrongVariants(valid: unknown): unknown[] {
  if (Array.isArray(valid))
    return [
      ...hostile,
      ...valid
        .slice(0, 1)
        .flatMap(wrongVariants)
        .map((one) => [one]),
    ];
  if (!isObject(valid)) return [...hostile];
  const fields = Object.entries(valid);
  return [
    ...hostile,
    { ...valid, extra: 1 },
    ...fields.map(([name]) => Object.fromEntries(fields.filter(([other]) => other !== name))),
    ...fields.flatMap(([name, value]) => wrongVariants(value).map((wrong) => ({ ...valid, [name]: wrong }))),
  ];
}

/** Where our code or what it stands on shows: nothing that an answer may hold. */
export const internals = /node_modules|lambdas\/|dynamodb|ValidationException|\bat .*:\d+:\d+|"stack"/i;
