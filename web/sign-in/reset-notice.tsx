import { client } from './calls.ts';
import { Card } from './card.tsx';
import { inFull } from './device.ts';

/** What one is told after a reset, until it was read. @param at epoch milliseconds */
export function ResetNotice({ at, done }: { at: number; done: () => void }) {
  return (
    <Card
      title="Your second factor was reset"
      action="Go on"
      submit={() => void client.forgetNotice().then(done)}
    >
      <p>
        An admin took your old second factors away on {inFull(at)}, and the one that you have now was set up
        after that.
      </p>
      <p>If you did not ask for it, tell your admin at once, and change your password.</p>
    </Card>
  );
}
