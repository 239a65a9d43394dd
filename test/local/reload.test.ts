import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { type Bundle, reloadOnSave } from '../../local/reload.ts';
import { ASSEMBLY, type Fixture, startFixture } from './fixture/start.ts';

let folder: string;
let fixture: Fixture;
let stop: () => Promise<void>;

const source = (body: string) => `type Event = { version: string };
export const handler = async (event: Event): Promise<string> => {
  ${body}
};
`;

/** Bundles as the application does: the code into one folder, its map into another. */
const bundle: Bundle = async (names) => {
  const made: Record<string, { assetDir: string }> = {};
  for (const name of names) {
    if (name !== 'slow') {
      made[name] = { assetDir: join(ASSEMBLY, name === 'socket-function' ? 'socket' : name) };
      continue;
    }
    const { outputFiles } = await build({
      entryPoints: [join(folder, 'sources/slow.ts')],
      outfile: join(folder, 'maps/slow/index.mjs'),
      format: 'esm',
      bundle: true,
      minify: true,
      sourcemap: 'external',
      write: false,
      logLevel: 'silent',
    });
    for (const { path, contents } of outputFiles) {
      const target = path.endsWith('.map') ? path : join(folder, 'code/slow/index.mjs');
      mkdirSync(join(target, '..'), { recursive: true });
      writeFileSync(target, contents);
    }
    made[name] = { assetDir: join(folder, 'code/slow') };
  }
  return made;
};

async function save(body: string, said: string): Promise<void> {
  const from = fixture.lines.length;
  writeFileSync(join(folder, 'sources/slow.ts'), source(body));
  while (!fixture.lines.slice(from).some((line) => line.includes(said)))
    await new Promise((done) => setTimeout(done, 10));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doorstep-reload-'));
  mkdirSync(join(folder, 'sources'));
  fixture = await startFixture({ maps: join(folder, 'maps') });
  stop = await reloadOnSave({
    runtime: fixture.runtime,
    sources: [join(folder, 'sources')],
    bundle,
    log: (line) => fixture.lines.push(line),
  });
});
afterAll(async () => {
  await stop();
  await fixture.runtime.stop();
  rmSync(folder, { recursive: true });
});

describe('saving a source', () => {
  it('restarts just the function that it belongs to', async () => {
    const before = (await fixture.do('pid')).ok?.log;
    await save("return 'one';", 'slow restarted');
    expect(await fixture.runtime.invoke('slow', {})).toEqual({ payload: 'one' });
    await save("return 'two';", 'slow restarted');
    expect(await fixture.runtime.invoke('slow', {})).toEqual({ payload: 'two' });
    expect((await fixture.do('pid')).ok?.log).toBe(before);
    expect(fixture.lines.filter((line) => line.endsWith(' restarted'))).toEqual([
      'slow restarted',
      'slow restarted',
    ]);
  });

  it('leaves what runs when it does not compile', async () => {
    await save('return (', 'Not reloaded');
    expect(await fixture.runtime.invoke('slow', {})).toEqual({ payload: 'two' });
  });

  it('lets an error show its line in the source', async () => {
    await save(
      "if (event.version !== 'x') throw new RangeError('told');\n  return 'three';",
      'slow restarted',
    );
    expect(await fixture.runtime.invoke('slow', {})).toMatchObject({
      error: { errorType: 'RangeError', errorMessage: 'told' },
    });
    const said = fixture.lines.join('\n');
    expect(said).toMatch(/RangeError: told/);
    expect(said).toMatch(/sources\/slow\.ts:3:\d+/);
    expect(said).toContain("> if (event.version !== 'x') throw new RangeError('told');");
  });
});
