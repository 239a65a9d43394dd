import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { requireEnv } from '../edge/env.ts';
import { guardedFetch, loopbackOrigins } from '../edge/guarded-fetch.ts';
import { log } from '../edge/log.ts';
import { Seals } from '../edge/sealing.ts';
import { Db } from '../store/db.ts';
import { fanOut, isBusEvent } from './fan-out.ts';
import { post } from './post.ts';
import { Deliveries } from './queue.ts';

const loopback = loopbackOrigins();
const deps = {
  db: new Db(requireEnv('TABLE_NAME')),
  seals: new Seals(requireEnv('KMS_KEY_ID')),
  deliveries: new Deliveries(requireEnv('DELIVERIES_QUEUE_URL')),
  fetch: (url: string, body: string, headers: Readonly<Record<string, string>>) =>
    guardedFetch(url, { method: 'POST', body, headers, loopback }),
  now: Date.now,
};

/** Takes messages side by side: one that fails comes again alone, and holds up nobody else's. */
export async function handler({ Records: records }: SQSEvent): Promise<SQSBatchResponse> {
  const failed = await Promise.all(
    records.map(async ({ messageId, receiptHandle, body, attributes }) => {
      try {
        const message: unknown = JSON.parse(body);
        const attempt = Number(attributes.ApproximateReceiveCount);
        const delivered = isBusEvent(message)
          ? await fanOut(deps, message)
          : await post(deps, message, attempt, receiptHandle);
        return delivered ? [] : [messageId];
      } catch (error) {
        log.error('message_failed', { name: (error as Error).name });
        return [messageId];
      }
    }),
  );
  return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) };
}
