import { createHash } from 'node:crypto';
import type { Item } from '../../../contract/conversation.ts';
import { nameOf, sentenceOf } from './sentences.ts';

/** What a part of a transcript says above its items. */
export interface Heading {
  readonly title: string;
  readonly exportedAt: number;
  /** Where the next part is, if there is one. */
  readonly next?: string | undefined;
}

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1d1d1f;background:#fff}
ol{list-style:none;padding:0}li{margin:0 0 1rem}p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
.about{color:#5c5c66;font-size:.875rem}.entry{font-style:italic}`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** Nothing is loaded and nothing runs, wherever the file is opened; the one style is known by its hash. */
export const transcriptPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? sign);

const moment = (at: number): string => {
  const iso = new Date(at).toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`;
};

/** A line of the list. Names and texts are isolated, so that none turns the direction of what stands beside it. */
function line(item: Item): string {
  switch (item.kind) {
    case 'message': {
      const verified = item.from.role === 'consumer' && item.assurance.level === 'authenticated';
      const who = `<bdi>${escaped(nameOf(item.from))}</bdi>${verified ? ', logged in' : ''}`;
      return `<li><p class="about">${moment(item.at)} ${who}</p><p dir="auto">${escaped(item.text)}</p></li>`;
    }
    case 'entry':
      return `<li class="entry"><p class="about">${moment(item.at)}</p><p dir="auto">${escaped(sentenceOf(item))}</p></li>`;
    default:
      return `<li class="entry"><p class="about">${moment(item.at)} (not kept)</p></li>`;
  }
}

/** Items as a page that stands alone: no script, nothing from elsewhere, all text escaped. */
export function htmlOf(items: readonly Item[], { title, exportedAt, next }: Heading): string {
  const more =
    next === undefined ? '' : `<p class="about">There is another part, after number ${escaped(next)}.</p>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(transcriptPolicy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p class="about">As of ${moment(exportedAt)}</p>
<ol>
${items.map(line).join('\n')}
</ol>
${more}</body>
</html>
`;
}
