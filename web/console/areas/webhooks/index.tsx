import type { AreaProps } from '../../areas.ts';
import { WebhookPage } from './webhook-page.tsx';
import { WebhookTable } from './webhook-table.tsx';

/** Where events are posted to: a list, and a page of each. */
export default function Webhooks({ rest: [id] }: AreaProps) {
  return id === undefined ? <WebhookTable /> : <WebhookPage id={id} />;
}
