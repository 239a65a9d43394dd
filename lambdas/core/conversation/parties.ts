import type { Party } from '../../../contract/conversation.ts';

export const theConsumer: Party = { role: 'consumer' };
export const theSystem: Party = { role: 'system' };
export const anAgent = (agent: { id: string; name: string; bot?: boolean }): Party => ({
  role: agent.bot === true ? 'bot' : 'agent',
  id: agent.id,
  name: agent.name,
});
