import { useEffect, useState } from 'preact/hooks';
import type { Entry } from '../../../client/index.ts';
import { type Answer, call } from '../../api.ts';

export type StepUp = Extract<Entry['what'], { event: 'stepped_up' }> & { readonly at: number };

/** The last step-up of a conversation: who it was, and how that was proven. */
export function useStepUp(
  conversation: Answer<'GET /api/agent/conversations/{conversation}'> | undefined,
): StepUp | undefined {
  const [found, setFound] = useState<StepUp>();
  const { id, stepUp: seq } = conversation ?? {};

  useEffect(() => {
    setFound(undefined);
    if (id === undefined || seq === undefined) return;
    const asked = { params: { conversation: id }, query: { after: String(seq - 1), limit: '1' } };
    void call('GET /api/agent/conversations/{conversation}/messages', asked).then((outcome) => {
      const item = outcome.ok ? outcome.value.body.items[0] : undefined;
      if (item?.kind === 'entry' && item.what.event === 'stepped_up') setFound({ ...item.what, at: item.at });
    });
  }, [id, seq]);

  return found;
}
