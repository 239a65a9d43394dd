import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Item } from '../../../client/index.ts';
import type { Failure } from '../../../client/outcome.ts';
import { call } from '../../api.ts';
import { Section } from '../../section.tsx';
import { Failed, Loading } from '../../states.tsx';
import { TranscriptItem } from './transcript-item.tsx';

/** What was said, from the beginning, page by page. Reading here is no export. */
export function Transcript({ id }: { readonly id: string }) {
  const [items, setItems] = useState<readonly Item[]>();
  const [last, setLast] = useState(0);
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);

  const read = useCallback(
    async (known: readonly Item[]) => {
      setBusy(true);
      const after = String(known.at(-1)?.seq ?? 0);
      const outcome = await call('GET /api/agent/conversations/{conversation}/messages', {
        params: { conversation: id },
        query: { after },
      });
      setBusy(false);
      setFailure(outcome.ok ? undefined : outcome.failure);
      if (!outcome.ok) return;
      setItems([...known, ...outcome.value.body.items]);
      // Where nothing more comes, what was to come is being stored, or was erased.
      setLast(outcome.value.body.items.length === 0 ? 0 : outcome.value.body.lastSeq);
    },
    [id],
  );
  useEffect(() => void read([]), [read]);

  const again = () => read(items ?? []);
  const shown = items?.at(-1)?.seq ?? 0;
  return (
    <Section title="Transcript">
      {items === undefined && !failure && <Loading />}
      {items?.length === 0 && <p class="hint">Nothing is left of it.</p>}
      {items && items.length > 0 && (
        <ol class="transcript">
          {items.map((item) => (
            <TranscriptItem key={item.seq} item={item} />
          ))}
        </ol>
      )}
      {failure && <Failed failure={failure} again={again} />}
      {shown < last && !failure && (
        <div class="row">
          <button type="button" class="button" disabled={busy} onClick={() => void again()}>
            {busy ? 'Reading …' : 'Read on'}
          </button>
          <span class="hint">
            {shown} of {last}
          </span>
        </div>
      )}
    </Section>
  );
}
