import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type LogLine, type Report, verifyLog } from '../lambdas/core/log/verify.ts';

const HELP = `Verifies an export of the log: npm run verify-log -- <export.jsonl> [options]

  --key FILE        the public key of the log (PEM), as 'aws kms get-public-key' gives it. Left out, the key that the
                    export itself names is taken, and its fingerprint printed, to be compared
  --witness M:HASH  the newest checkpoint that was seen elsewhere, in the log of the stream's function ('log_checkpoint')
  --all             every chain that a checkpoint names must be in the export, from its first entry on
  --help            print this

Exits with 0 when everything verifies, with 1 when something is broken (the first broken entry comes first), with 2 when
there is nothing to verify.`;

/** What a person did wrong, in a sentence. */
class Misuse extends Error {}

function read(file: string): LogLine[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((text, index) => {
    if (text.trim() === '') return [];
    try {
      const line = JSON.parse(text) as LogLine;
      if (line.type === 'entry' || line.type === 'checkpoint') return [line];
    } catch {
      // It is told below, with its number.
    }
    throw new Misuse(`Line ${index + 1} of ${file} is neither an entry nor a checkpoint.`);
  });
}

const keyFrom = (file: string): string =>
  createPublicKey(readFileSync(file)).export({ type: 'spki', format: 'der' }).toString('base64url');

function main(): number {
  const { values, positionals } = parseArgs({
    options: {
      key: { type: 'string' },
      witness: { type: 'string' },
      all: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [file] = positionals;
  if (values.help || !file) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  const lines = read(file);
  const named = lines.find((line) => line.type === 'checkpoint')?.key;
  const key = values.key ? keyFrom(values.key) : named;
  if (!key) throw new Misuse('The export holds no checkpoint: nobody has signed what is in it.');
  const report = verifyLog(lines, { key });
  const wrong = [
    ...report.findings.map(({ where, what }) => `${where}: ${what}`),
    ...witnessed(lines, values.witness),
    ...(values.all ? missing(report) : []),
  ];
  for (const line of wrong) console.log(`BROKEN  ${line}`);
  console.log(summary(report, key, values.key !== undefined));
  return wrong.length === 0 ? 0 : 1;
}

/** A checkpoint that somebody has seen must be in the export as it was. */
function witnessed(lines: readonly LogLine[], witness: string | undefined): string[] {
  if (witness === undefined) return [];
  const [m = '', hash] = witness.split(':');
  const found = lines.find(
    (line) => line.type === 'checkpoint' && line.m === Number(m) && line.hash === hash,
  );
  return found ? [] : [`checkpoint ${m}: the witness has seen it, and it is not there as it was`];
}

const missing = ({ absent, partial }: Report): string[] => [
  ...absent.map((name) => `${name}: a checkpoint names it, and it is not there`),
  ...partial.map((name) => `${name}: its first entries are not there`),
];

function summary(report: Report, key: string, trusted: boolean): string {
  const { entries, erased, checkpoints, uncovered, absent, partial } = report;
  const fingerprint = createHash('sha256').update(Buffer.from(key, 'base64url')).digest('base64url');
  return [
    `${entries} entries (${erased} with an erased payload), ${checkpoints} checkpoints`,
    ...(uncovered > 0
      ? [`${uncovered} entries at the end are not covered by a checkpoint of this export`]
      : []),
    ...(absent.length > 0 ? [`${absent.length} chains named by checkpoints are not in this export`] : []),
    ...(partial.length > 0 ? [`${partial.length} chains begin in the middle`] : []),
    `key ${fingerprint}${trusted ? '' : ' (the one that the export names: compare it with your own)'}`,
  ].join('\n');
}

try {
  process.exitCode = main();
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const expected = error instanceof Misuse || code === 'ENOENT' || code?.startsWith('ERR_PARSE_ARGS');
  if (!expected) throw error;
  console.error(message);
  process.exitCode = 2;
}
