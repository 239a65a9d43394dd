import { useRef, useState } from 'preact/hooks';
import type { Failure } from '../../../client/outcome.ts';
import { type Answer, call } from '../../api.ts';
import { partsOf } from './parts.ts';
import { uploadName } from './upload-name.ts';

type Refused = Answer<'POST /api/manage/customer-records'>['refused'][number];

/** How far an upload is, and what became of it so far. */
export interface Upload {
  readonly rows: number;
  readonly sent: number;
  readonly loaded: number;
  /** By their number in the file. */
  readonly refused: readonly Refused[];
  readonly state: 'running' | 'stopped' | 'done';
  readonly failure: Failure | undefined;
}

/** Loads a file part by part. After a failure it goes on from the part that failed. */
export function useUpload(under: string, loaded: () => void) {
  const [upload, setUpload] = useState<Upload>();
  const [wrong, setWrong] = useState<string>();
  const stopped = useRef(false);

  async function begin(text: string) {
    const cut = partsOf(text);
    setWrong('wrong' in cut ? cut.wrong : undefined);
    setUpload(undefined);
    if ('wrong' in cut) return;
    const { name, done } = await uploadName(text, under);
    let now: Upload = {
      rows: cut.rows,
      sent: 0,
      loaded: 0,
      refused: [],
      state: 'running',
      failure: undefined,
    };
    const say = (some: Partial<Upload>) => {
      now = { ...now, ...some };
      setUpload(now);
    };
    stopped.current = false;
    say({});
    for (const [at, { body, firstRow, rows }] of cut.parts.entries()) {
      if (stopped.current) return say({ state: 'stopped' });
      const outcome = await call('POST /api/manage/customer-records', {
        body: { upload: name, part: at + 1, ...body },
      });
      if (!outcome.ok) {
        loaded();
        return say({ state: 'stopped', failure: outcome.failure });
      }
      const answer = outcome.value.body;
      say({
        sent: now.sent + rows,
        loaded: now.loaded + answer.loaded,
        refused: [...now.refused, ...answer.refused.map((one) => ({ ...one, row: one.row + firstRow - 1 }))],
      });
    }
    done();
    say({ state: 'done' });
    loaded();
  }

  return { upload, wrong, begin, stop: () => (stopped.current = true) };
}
