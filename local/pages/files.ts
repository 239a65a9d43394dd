import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import type { UploadModel } from '../assembly/model.ts';
import { decoded } from '../http-api/routes.ts';

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.ico': 'image/vnd.microsoft.icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

export type StoredFile = { type: string; body: Buffer };

/** The object that the bucket would hold at a path, read from the uploads' folders as they are now. */
export function findFile(uploads: UploadModel[], path: string): StoredFile | undefined {
  const key = normalize(decoded(path)).replace(/^[/\\]+/, '');
  if (key.startsWith('..') || key.includes('\0')) return undefined;
  // A later upload wins over an earlier one.
  for (const { folder, prefix, marks } of uploads.toReversed()) {
    const within =
      prefix && key.startsWith(`${prefix}/`) ? key.slice(prefix.length + 1) : prefix ? undefined : key;
    const file = within === undefined ? undefined : join(folder, within);
    if (!file || !existsSync(file) || !statSync(file).isFile()) continue;
    return {
      type: TYPES[extname(file)] ?? 'application/octet-stream',
      body: marked(readFileSync(file), marks),
    };
  }
  return undefined;
}

function marked(body: Buffer, marks: Record<string, string>): Buffer {
  const pairs = Object.entries(marks);
  if (pairs.length === 0) return body;
  return Buffer.from(pairs.reduce((text, [mark, value]) => text.replaceAll(mark, value), body.toString()));
}
