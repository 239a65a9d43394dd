import * as z from 'zod/mini';
import type { ActionOf } from './frames.ts';

/** What the key of a bot may be good for. */
export const botScope = z.enum(['read', 'write', 'ask', 'request']);
export type BotScope = z.infer<typeof botScope>;

/** The scope that a bot's key needs for a frame. A new frame of agents is decided on here. */
export const scopeOf = {
  'agent.hello': 'read',
  'agent.alive': 'read',
  'agent.join': 'read',
  'agent.read': 'read',
  'agent.accept': 'write',
  'agent.send': 'write',
  'agent.typing': 'write',
  'agent.close': 'write',
  'agent.transfer': 'write',
  'agent.release': 'write',
  'agent.away': 'write',
  'agent.ask': 'ask',
  'agent.withdraw': 'ask',
  'agent.step_down': 'ask',
  'agent.expire': 'ask',
} as const satisfies Record<ActionOf<'agent-socket'>, BotScope>;
