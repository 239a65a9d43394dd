import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { styleText } from 'node:util';

/** One step of the gate: a tool of this project, with what it needs to know. */
interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Long steps show what they do; the others speak only when they fail. */
  readonly shown?: true;
}

const report = 'build/jest.json';
const tool = (path: string, ...parameters: readonly string[]) => [`node_modules/${path}`, ...parameters];

const jest = tool('jest/bin/jest.js', '--json', `--outputFile=${report}`);
const steps: readonly Step[] = [
  { name: 'Pages', command: tool('vite/bin/vite.js', 'build', 'web', '--logLevel', 'warn') },
  { name: 'Synthesis', command: tool('aws-cdk/bin/cdk', 'synth', '--quiet') },
  { name: 'Documents are up to date', command: ['scripts/documents.ts', '--check'] },
  { name: 'Documents are well-formed', command: tool('@redocly/cli/bin/cli.js', 'lint') },
  { name: 'Types', command: tool('typescript/bin/tsc', '--noEmit') },
  { name: 'Lint', command: tool('@biomejs/biome/bin/biome', 'check', '.') },
  { name: 'Nothing unused', command: tool('knip/bin/knip.js') },
  { name: 'Sizes', command: tool('size-limit/bin.js') },
  { name: 'Tests', command: ['--experimental-vm-modules', ...jest], shown: true },
  { name: 'Demonstration', command: ['demo/main.ts'], shown: true },
];

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const environment = {
  ...process.env,
  NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
};
const paint = (style: 'bold' | 'green' | 'red', text: string) =>
  styleText(style, text, { stream: process.stdout });

/** Runs a step; false when it failed. */
async function run({ name, command, shown }: Step): Promise<boolean> {
  const began = performance.now();
  if (shown) console.log(`\n${paint('bold', name)}`);
  const stdio = shown ? 'inherit' : 'pipe';
  const child = spawn(process.execPath, command, { stdio: ['ignore', stdio, stdio], env: environment });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  const seconds = `${((performance.now() - began) / 1000).toFixed(1)} s`.padStart(8);
  const mark = code === 0 ? paint('green', '✓') : paint('red', '✗');
  console.log(`${mark} ${name.padEnd(28)}${seconds}`);
  if (code !== 0) console.log(said);
  return code === 0;
}

/** What jest counted. A test that was skipped has not passed. */
function counted(): Counts {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } =
      JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
    const others = [numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites];
    return { passed: numPassedTests ?? 0, failed: others.reduce<number>((all, one) => all + (one ?? 0), 0) };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

rmSync(report, { force: true });
const broken: string[] = [];
// Whatever is broken, the rest is tried too: nothing that is broken as well hides behind it.
for (const step of steps) if (!(await run(step))) broken.push(step.name);
const { passed, failed } = counted();
const others = broken.some((name) => name !== 'Tests') || (broken.length > 0 && failed === 0) ? 1 : 0;
console.log(`\n${passed} passed, ${failed + others} failed`);
process.exitCode = broken.length > 0 || failed > 0 ? 1 : 0;
