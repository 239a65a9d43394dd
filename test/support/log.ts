import type { LogEntry } from '../../lambdas/core/log/chain.ts';
import type { Checkpoint } from '../../lambdas/core/log/checkpoint.ts';
import { type LogLine, verifyLog } from '../../lambdas/core/log/verify.ts';
import { everything } from './items.ts';
import type { System } from './system.ts';

/** All that the log of a brand holds, as an export would: its chains, and its checkpoints. */
export async function logOf(system: System, brand: string): Promise<LogLine[]> {
  await system.runtime.settled();
  const items = (await everything(system)) as unknown as ({ pk: string; sk: string } & LogEntry &
    Checkpoint)[];
  const lines = items.flatMap(({ pk, sk, ...rest }): { pk: string; sk: string; line: LogLine }[] => {
    if (new RegExp(`^audit#${brand}#(account|conversation)#`).test(pk))
      return [{ pk, sk, line: { type: 'entry', ...rest } }];
    return pk === `audit#${brand}#checkpoint` ? [{ pk, sk, line: { type: 'checkpoint', ...rest } }] : [];
  });
  const inOrder = lines.sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
  return inOrder.map(({ line }) => line);
}

/** The entries of one chain. */
export const chainIn = (lines: readonly LogLine[], chain: string): LogEntry[] =>
  lines.flatMap((line) => (line.type === 'entry' && line.chain === chain ? [line] : []));

/** Verifies an export by the key that it names. */
export function verified(lines: readonly LogLine[]) {
  const key = lines.find((line) => line.type === 'checkpoint')?.key ?? '';
  return verifyLog(lines, { key });
}
