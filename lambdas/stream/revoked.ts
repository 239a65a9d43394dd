import type { Head } from '../core/conversation/head.ts';
import type { Sockets } from '../edge/sockets.ts';
import { endIn } from '../flows/end-everywhere.ts';
import type { Messaging } from '../flows/messaging.ts';
import type { Revocations } from '../store/revocations.ts';
import type { StepUps } from '../store/step-ups.ts';

interface Dependencies extends Messaging {
  readonly sockets: Sockets;
  readonly stepUps: StepUps;
  readonly revocations: Revocations;
}

/**
 * Lists a conversation that has just been stepped up among those of the person, and only then reads the person's mark: a
 * revocation that went through the listing before has set it before. A step-up that it was to end is ended here.
 */
export async function rememberStepUp(deps: Dependencies, head: Head): Promise<void> {
  const { brand, id, identity, owes, redeemed } = head;
  const event = owes?.what.event;
  // A conversation that is gone on with under a login from elsewhere is listed already.
  if (identity === undefined || !redeemed || (event !== 'stepped_up' && event !== 'resumed')) return;
  await deps.stepUps.rememberFor(head);
  const mark = await deps.revocations.markOf(brand, identity);
  if (!mark || redeemed.at > mark.at) return;
  const { at, why } = mark;
  await endIn(deps, { brand, identity, at, why }, id);
}
