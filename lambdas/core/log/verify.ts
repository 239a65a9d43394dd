import { verify as verifySignature } from 'node:crypto';
import { commitmentTo, hashOf, type LogEntry, origin } from './chain.ts';
import { type Checkpoint, checkpointHash, firstPrevious } from './checkpoint.ts';

/** One line of an export. */
export type LogLine =
  | ({ readonly type: 'entry' } & LogEntry)
  | ({ readonly type: 'checkpoint' } & Checkpoint);

/** Something that is not as it was sealed: which entry or checkpoint, and what about it. */
export interface Finding {
  readonly where: string;
  readonly what: string;
}

export interface Report {
  /** In the order of the export: the first is the first broken one. Empty when everything verifies. */
  readonly findings: readonly Finding[];
  readonly entries: number;
  /** Entries that verify and whose payload has been erased. */
  readonly erased: number;
  readonly checkpoints: number;
  /** Entries that no checkpoint of the export covers: those of the last moments, as a rule. */
  readonly uncovered: number;
  /** Chains that a checkpoint names and of which the export has nothing. */
  readonly absent: readonly string[];
  /** Chains of which the export has not the first entries. */
  readonly partial: readonly string[];
}

export interface VerifyOptions {
  /** The public key that is trusted (SPKI in DER, base64url). */
  readonly key: string;
}

interface Chain {
  readonly brand: string;
  readonly chain: string;
  /** Hashes by number. */
  readonly hashes: Map<number, string>;
  first: number;
  last: number;
  broken: boolean;
}

/** Verifies an export: every chain and every checkpoint in it, and each against the other. */
export function verifyLog(lines: readonly LogLine[], { key }: VerifyOptions): Report {
  const findings: Finding[] = [];
  const chains = new Map<string, Chain>();
  const lasts = new Map<string, Checkpoint>();
  let erased = 0;
  for (const line of lines) {
    if (line.type === 'checkpoint') {
      const what = whyCheckpointBroken(line, lasts.get(line.brand), key);
      lasts.set(line.brand, line);
      if (what) findings.push({ where: `checkpoint ${line.m} of ${line.brand}`, what });
      continue;
    }
    const name = `${line.brand}/${line.chain}`;
    const chain = chains.get(name) ?? newChain(line);
    chains.set(name, chain);
    // After the first broken entry of a chain nothing that follows in it says anything.
    if (chain.broken) continue;
    const what = whyEntryBroken(line, chain);
    if (what) {
      chain.broken = true;
      findings.push({ where: `entry ${line.n} of ${name}`, what });
      continue;
    }
    chain.last = line.n;
    chain.hashes.set(line.n, line.hash);
    if (line.payload === undefined) erased += 1;
  }
  const checkpoints = lines.flatMap((line) => (line.type === 'checkpoint' ? [line] : []));
  const against = compare(chains, checkpoints);
  return {
    findings: [...findings, ...against.findings],
    entries: lines.length - checkpoints.length,
    erased,
    checkpoints: checkpoints.length,
    uncovered: against.uncovered,
    absent: against.absent,
    partial: [...chains].flatMap(([name, { first }]) => (first > 1 ? [name] : [])),
  };
}

const newChain = ({ brand, chain, n }: LogEntry): Chain => ({
  brand,
  chain,
  hashes: new Map(),
  first: n,
  last: n - 1,
  broken: false,
});

function whyEntryBroken(entry: LogEntry, { hashes, first, last }: Chain): string | undefined {
  const { brand, chain, n, previous, payload, salt } = entry;
  const expected = last + 1;
  if (n > expected) return `entry ${expected} is missing before it`;
  if (n < expected) return 'it comes twice, or out of order';
  const before = n === 1 ? origin(brand, chain) : hashes.get(n - 1);
  // An export may begin in the middle: then the first entry's word is taken for what was before it.
  if (n > first || n === 1) if (previous !== before) return 'it does not follow the entry before it';
  if (hashOf(entry) !== entry.hash) return 'it was changed after it was sealed';
  if ((payload === undefined) !== (salt === undefined)) return 'its payload was taken away without its salt';
  if (payload !== undefined && salt !== undefined && commitmentTo(payload, salt) !== entry.commitment)
    return 'what it says was changed after it was sealed';
  return undefined;
}

function whyCheckpointBroken(
  checkpoint: Checkpoint,
  last: Checkpoint | undefined,
  key: string,
): string | undefined {
  const { brand, m, previous, hash } = checkpoint;
  if (last && m !== last.m + 1) return `checkpoint ${last.m + 1} is missing before it`;
  const before = last ? last.hash : m === 1 ? firstPrevious(brand) : previous;
  if (previous !== before) return 'it does not follow the checkpoint before it';
  if (checkpointHash(checkpoint) !== hash) return 'it was changed after it was signed';
  if (!isSigned(checkpoint, key)) return 'its signature is not by the key of the log';
  return undefined;
}

function isSigned({ hash, signature }: Checkpoint, key: string): boolean {
  const publicKey = { key: Buffer.from(key, 'base64url'), format: 'der', type: 'spki' } as const;
  try {
    const bytes = Buffer.from(hash, 'base64url');
    return verifySignature('sha256', bytes, publicKey, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

/** Holds the chains against what was signed of them: an entry that was exchanged, or taken off the end, shows here. */
function compare(chains: ReadonlyMap<string, Chain>, checkpoints: readonly Checkpoint[]) {
  const findings: Finding[] = [];
  const absent = new Set<string>();
  const covered = new Map<string, number>();
  for (const { brand, m, heads } of checkpoints)
    for (const { chain: id, n, hash } of heads) {
      const name = `${brand}/${id}`;
      const chain = chains.get(name);
      covered.set(name, Math.max(covered.get(name) ?? 0, n));
      if (!chain) absent.add(name);
      if (!chain || chain.broken || n < chain.first) continue;
      const found = chain.hashes.get(n);
      if (found === hash) continue;
      chain.broken = true;
      const what = found
        ? `it is not the one that checkpoint ${m} signed`
        : `it was removed from the end: checkpoint ${m} signed it`;
      findings.push({ where: `entry ${found ? n : chain.last + 1} of ${name}`, what });
    }
  const open = [...chains].map(([name, { last, first }]) =>
    Math.max(0, last - Math.max(covered.get(name) ?? 0, first - 1)),
  );
  return { findings, absent: [...absent], uncovered: open.reduce((sum, count) => sum + count, 0) };
}
