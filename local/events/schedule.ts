import { randomUUID } from 'node:crypto';
import type { RuleModel } from '../assembly/model.ts';
import { ACCOUNT, REGION } from '../assembly/physical.ts';

/**
 * Calls functions at the rates of their rules, the first time when one interval is over.
 * @returns what stops it
 */
export function startSchedules(
  rules: readonly RuleModel[],
  invoke: (name: string, event: string, route: string) => Promise<unknown>,
): () => void {
  const timers = rules.flatMap((rule) => {
    if (!('everyMs' in rule) || !rule.enabled) return [];
    const fire = () => {
      const event = JSON.stringify(scheduledEvent(rule.id));
      for (const name of rule.functions) void invoke(name, event, 'schedule');
    };
    return [setInterval(fire, rule.everyMs).unref()];
  });
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}

const scheduledEvent = (rule: string) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: ACCOUNT,
  time: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
  region: REGION,
  resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/${rule}`],
  detail: {},
});
