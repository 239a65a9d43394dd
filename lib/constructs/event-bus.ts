import { EventBus as Bus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { DoorstepFunction } from './function.ts';

/** What a brand's own systems hear from: every event has the source `doorstep`. */
export class EventBus extends Construct {
  readonly bus: Bus;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bus = new Bus(this, 'Bus', { description: 'What Doorstep tells the systems of its brands' });
  }

  /** Lets a function put events, and tells it the bus. */
  grantPublish(fn: DoorstepFunction): void {
    fn.set('EVENT_BUS', this.bus.eventBusName);
    fn.allow({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] });
  }
}
