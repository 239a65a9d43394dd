import { useEffect, useState } from 'preact/hooks';
import type { ConsumerClient, ConsumerView } from '../../client/index.ts';

/** The conversation as it stands, always the latest. */
export function useView(client: ConsumerClient): ConsumerView {
  const [view, setView] = useState<ConsumerView>(client.view);
  useEffect(() => {
    setView(client.view);
    return client.on('change', setView);
  }, [client]);
  return view;
}
