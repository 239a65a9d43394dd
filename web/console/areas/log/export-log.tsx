import { useState } from 'preact/hooks';
import { readParts } from '../../api.ts';
import { saveFile } from '../../save-file.ts';
import { sentence } from '../../sentences.ts';

interface ExportLogProps {
  /** One account or conversation; the whole log when it is neither. */
  readonly about: { readonly account?: string; readonly conversation?: string };
}

/** The log as lines of JSON with everything that proves it. Filters of time and event leave nothing out: the proof is of the whole. */
export function ExportLog({ about }: ExportLogProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const part = about.account ? 'of this account' : about.conversation ? 'of this conversation' : '';

  async function take() {
    setBusy(true);
    setProblem(undefined);
    const parts = await readParts('GET /api/manage/log/export', { query: about });
    setBusy(false);
    if (parts.ok) saveFile('log.jsonl', 'application/x-ndjson', parts.value);
    else setProblem(sentence(parts.failure));
  }

  return (
    <div>
      <button type="button" class="button" disabled={busy} onClick={() => void take()}>
        {busy ? 'Reading …' : part ? `Export the log ${part}` : 'Export the log'}
      </button>
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
