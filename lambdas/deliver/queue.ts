import { ChangeMessageVisibilityCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';

/** One event on its way to one webhook. */
export interface Delivery {
  readonly brand: string;
  readonly webhook: string;
  /** The event's id, the same at each try. */
  readonly id: string;
  readonly type: string;
  /** The body, as it is posted and signed. */
  readonly body: string;
}

/** The queue of deliveries: each waits for itself, and is tried for itself. */
export class Deliveries {
  readonly #url: string;
  readonly #client: SQSClient;

  /** The queue's URL only names it: calls go to the service's endpoint, wherever that is. */
  constructor(url: string, client = new SQSClient({ useQueueUrlAsEndpoint: false })) {
    this.#url = url;
    this.#client = client;
  }

  /** Sends up to ten. Throws when one of them was not taken: then all are sent again, under the same ids. */
  async send(deliveries: readonly Delivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    const Entries = deliveries.map((delivery, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(delivery),
    }));
    const { Failed: failed = [] } = await this.#client.send(
      new SendMessageBatchCommand({ QueueUrl: this.#url, Entries }),
    );
    if (failed.length > 0) throw new Error('The queue did not take every delivery.');
  }

  /** Says when a delivery that was received comes again; seconds. */
  async pause(receipt: string, seconds: number): Promise<void> {
    await this.#client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: this.#url,
        ReceiptHandle: receipt,
        VisibilityTimeout: seconds,
      }),
    );
  }
}
