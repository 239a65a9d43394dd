import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { OutEvent } from '../../contract/events-out.ts';
import { log } from './log.ts';

/** As many as one call takes. */
const mostAtOnce = 10;
/** Characters of one call, well below the 256 KB that it takes. */
const mostText = 200_000;

/** The bus that a brand's own systems hear from. */
export class Events {
  readonly #bus: string;
  readonly #client: EventBridgeClient;

  constructor(bus: string, client = new EventBridgeClient({})) {
    this.#bus = bus;
    this.#client = client;
  }

  /** Puts events on the bus, in their order. Returns those that it did not take. */
  async publish(events: readonly OutEvent[]): Promise<OutEvent[]> {
    const refused: OutEvent[] = [];
    for (const some of inCalls(events)) refused.push(...(await this.#put(some)));
    return refused;
  }

  async #put(events: readonly OutEvent[]): Promise<OutEvent[]> {
    const { Entries: entries = [] } = await this.#client.send(
      new PutEventsCommand({ Entries: events.map((event) => this.#entry(event)) }),
    );
    return events.filter((_event, index) => {
      const code = entries[index]?.ErrorCode;
      if (code !== undefined) log.warn('event_refused', { code });
      return code !== undefined;
    });
  }

  #entry({ name, ...detail }: OutEvent) {
    return {
      EventBusName: this.#bus,
      Source: 'doorstep',
      DetailType: `doorstep.${name}`,
      Time: new Date(detail.at),
      Detail: JSON.stringify(detail),
    };
  }
}

/** Cuts a list into what single calls take. */
function inCalls(events: readonly OutEvent[]): OutEvent[][] {
  const calls: OutEvent[][] = [];
  let size = 0;
  for (const event of events) {
    const length = JSON.stringify(event).length;
    const call = calls.at(-1);
    if (call && call.length < mostAtOnce && size + length <= mostText) call.push(event);
    else calls.push([event]);
    size = calls.at(-1)?.length === 1 ? length : size + length;
  }
  return calls;
}
