import type { Pusher } from '../edge/push.ts';
import type { Conversations } from '../store/conversations.ts';

/** What every flow of a conversation works with. `now` is in milliseconds. */
export interface Messaging {
  readonly conversations: Conversations;
  readonly push: Pusher;
  readonly now: () => number;
}
