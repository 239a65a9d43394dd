import { useState } from 'preact/hooks';
import { type Answer, readParts } from '../../api.ts';
import { saveFile } from '../../save-file.ts';
import { Section } from '../../section.tsx';
import { sentence } from '../../sentences.ts';

type Format = 'json' | 'csv' | 'html';
type Part = Answer<'GET /api/manage/conversations/{conversation}/transcript'>;

const types = { json: 'application/json', csv: 'text/csv', html: 'text/html' } as const;

/** The files that the parts of a long conversation make: pages stay apart, for each stands alone. */
function filesOf(id: string, format: Format, parts: readonly string[]): [string, readonly string[]][] {
  if (format === 'html')
    return parts.map((part, at) => [at === 0 ? `${id}.html` : `${id}-${at + 1}.html`, [part]]);
  if (format === 'csv') return [[`${id}.csv`, parts]];
  const read = parts.map((part) => JSON.parse(part) as Part);
  const { after: _, ...first } = read[0] as Part;
  const whole = { ...first, items: read.flatMap(({ items }) => items) };
  return [[`${id}.json`, [JSON.stringify(whole, null, 2)]]];
}

/** The whole conversation as a file. */
export function Export({ id }: { readonly id: string }) {
  const [busy, setBusy] = useState<Format>();
  const [problem, setProblem] = useState<string>();

  async function take(format: Format) {
    setBusy(format);
    setProblem(undefined);
    const parts = await readParts('GET /api/manage/conversations/{conversation}/transcript', {
      params: { conversation: id },
      query: { format },
    });
    setBusy(undefined);
    if (!parts.ok) return setProblem(sentence(parts.failure));
    for (const [name, content] of filesOf(id, format, parts.value)) saveFile(name, types[format], content);
  }

  return (
    <Section
      title="Export"
      lead="The whole conversation as a file, with every step-up. Who exported it stands in the log."
    >
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      <div class="row">
        {(['json', 'csv', 'html'] as const).map((format) => (
          <button
            key={format}
            type="button"
            class="button"
            disabled={busy !== undefined}
            onClick={() => void take(format)}
          >
            {busy === format ? 'Reading …' : `Download ${format.toUpperCase()}`}
          </button>
        ))}
      </div>
    </Section>
  );
}
