import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';

/** Turns places in bundled code into places in the sources, by the maps that lie beside the assets. */
export class SourceLines {
  readonly #folder: string | undefined;
  readonly #maps = new Map<string, { map: SourceMap; folder: string } | undefined>();

  /** @param folder holds `<function>/index.mjs.map`; nothing is translated when left out */
  constructor(folder?: string) {
    this.#folder = folder;
  }

  /** Forgets a function's map, because its code has changed. */
  forget(name: string): void {
    this.#maps.delete(name);
  }

  /** A line of a function's output with every `file://…/index.mjs:line:column` replaced by the source's place. */
  translate(name: string, line: string): string {
    return line.replace(/file:\/\/[^\s"')]+\.mjs:(\d+):(\d+)/g, (place, row: string, column: string) => {
      const found = this.#map(name);
      const entry = found?.map.findEntry(Number(row) - 1, Number(column) - 1);
      if (!found || !entry || !('originalSource' in entry)) return place;
      const file = relative(process.cwd(), resolve(found.folder, entry.originalSource));
      return `${file}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    });
  }

  /** The text of the source line that a translated line points to first, if it can be read. */
  excerpt(translated: string): string | undefined {
    const [, file = '', row] = /(?:^|[\s(])([^\s(]+\.[cm]?tsx?):(\d+):\d+/.exec(translated) ?? [];
    if (!row || file.includes('node_modules') || !existsSync(file)) return undefined;
    return readFileSync(file, 'utf8').split('\n')[Number(row) - 1]?.trim();
  }

  #map(name: string): { map: SourceMap; folder: string } | undefined {
    if (this.#folder && !this.#maps.has(name)) {
      const path = resolve(this.#folder, name, 'index.mjs.map');
      const found = existsSync(path) && {
        map: new SourceMap(JSON.parse(readFileSync(path, 'utf8'))),
        folder: dirname(path),
      };
      this.#maps.set(name, found || undefined);
    }
    return this.#maps.get(name);
  }
}
