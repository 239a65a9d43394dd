import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonical } from '../../../lambdas/core/log/canonical.ts';
import { chainName, type LogEntry, nextEntry } from '../../../lambdas/core/log/chain.ts';
import { type Checkpoint, nextCheckpoint } from '../../../lambdas/core/log/checkpoint.ts';
import { type LogLine, verifyLog } from '../../../lambdas/core/log/verify.ts';
import { newSecret } from '../../../lambdas/core/secrets.ts';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64url');

const chain = chainName({ kind: 'account', id: 'agent-1' });

function entries(count: number): LogEntry[] {
  const made: LogEntry[] = [];
  for (let n = 1; n <= count; n += 1) {
    const happened = { source: `record-${n}`, at: n, payload: { event: 'password', ok: n % 2 === 0 } };
    made.push(nextEntry({ brand: 'acme', chain, tail: made.at(-1) }, happened, newSecret(), n + 1));
  }
  return made;
}

/** A checkpoint after every entry of these numbers. */
function checkpoints(log: readonly LogEntry[], after: readonly number[]): Checkpoint[] {
  const made: Checkpoint[] = [];
  for (const n of after) {
    const head = log[n - 1];
    if (!head) throw new Error('no such entry');
    const next = nextCheckpoint('acme', made.at(-1), [{ chain, from: n, n, hash: head.hash }], n);
    const signature = sign('sha256', Buffer.from(next.hash, 'base64url'), privateKey).toString('base64url');
    made.push({ ...next, signature, key });
  }
  return made;
}

const asEntry = (entry: LogEntry): LogLine => ({ type: 'entry', ...entry });
const exported = (log: readonly LogEntry[], signed: readonly Checkpoint[]): LogLine[] => [
  ...log.map(asEntry),
  ...signed.map((checkpoint): LogLine => ({ type: 'checkpoint', ...checkpoint })),
];
const verify = (lines: readonly LogLine[]) => verifyLog(lines, { key });
const without = (entry: LogEntry, ...names: string[]): LogEntry =>
  Object.fromEntries(Object.entries(entry).filter(([name]) => !names.includes(name))) as unknown as LogEntry;

const log = entries(6);
const signed = checkpoints(log, [2, 4, 6]);
const replaced = (n: number, entry: LogEntry) => log.map((one) => (one.n === n ? entry : one));
const fourth = log[3] as LogEntry;

describe('an export of the log', () => {
  it('verifies as it was sealed', () => {
    expect(verify(exported(log, signed))).toEqual({
      findings: [],
      entries: 6,
      erased: 0,
      checkpoints: 3,
      uncovered: 0,
      absent: [],
      partial: [],
    });
  });

  it('verifies with payloads erased, since commitments tell nothing without their salts', () => {
    const erased = replaced(4, without(fourth, 'payload', 'salt'));
    expect(verify(exported(erased, signed))).toMatchObject({ findings: [], erased: 1 });
  });

  it('verifies when it begins in the middle', () => {
    expect(verify(exported(log.slice(2), signed.slice(1)))).toMatchObject({
      findings: [],
      entries: 4,
      partial: ['acme/account/agent-1'],
    });
  });

  it('says which entries nobody has signed yet', () => {
    expect(verify(exported(log, signed.slice(0, 2)))).toMatchObject({ findings: [], uncovered: 2 });
  });

  it('says which chains it leaves out', () => {
    expect(verify(exported([], signed))).toMatchObject({ findings: [], absent: ['acme/account/agent-1'] });
  });
});

describe('the first broken entry is named', () => {
  const first = (lines: readonly LogLine[]) => verify(lines).findings[0];
  const entry = (n: number) => `entry ${n} of acme/account/agent-1`;

  it('when what it says was changed', () => {
    const changed = { ...fourth, payload: { event: 'password', ok: false } };
    expect(first(exported(replaced(4, changed), signed))).toEqual({
      where: entry(4),
      what: 'what it says was changed after it was sealed',
    });
  });

  it.each(['at', 'sealed', 'source', 'commitment', 'hash'] as const)('when its %s was changed', (name) => {
    const changed = { ...fourth, [name]: typeof fourth[name] === 'number' ? 0 : 'changed' };
    expect(first(exported(replaced(4, changed), signed))?.where).toBe(entry(4));
  });

  it('when a payload was erased and its salt kept', () => {
    expect(first(exported(replaced(4, without(fourth, 'payload')), signed))?.where).toBe(entry(4));
  });

  it('when one in the middle was removed', () => {
    const removed = log.filter(({ n }) => n !== 3);
    expect(first(exported(removed, signed))).toEqual({
      where: entry(4),
      what: 'entry 3 is missing before it',
    });
  });

  it('when one in the middle was removed and those after it were numbered anew', () => {
    const removed = log.filter(({ n }) => n !== 3).map((one, index) => ({ ...one, n: index + 1 }));
    expect(first(exported(removed, signed))?.where).toBe(entry(3));
  });

  it('when two changed places', () => {
    const [a, b, c, ...rest] = log as [LogEntry, LogEntry, LogEntry];
    expect(first(exported([a, c, b, ...rest], signed))?.where).toBe(entry(3));
  });

  it('when the end was removed', () => {
    expect(first(exported(log.slice(0, 5), signed))).toEqual({
      where: entry(6),
      what: 'it was removed from the end: checkpoint 3 signed it',
    });
  });

  it('when somebody sealed the whole chain anew', () => {
    const forged = entries(6);
    expect(first(exported(forged, signed))).toEqual({
      where: entry(2),
      what: 'it is not the one that checkpoint 1 signed',
    });
  });

  it('when the end was removed, and the checkpoints that say so', () => {
    // Within the export that is consistent. The witness outside of the table has seen the third checkpoint.
    expect(first(exported(log.slice(0, 4), signed.slice(0, 2)))).toBeUndefined();
    const [one, , three] = signed as [Checkpoint, Checkpoint, Checkpoint];
    expect(first(exported(log, [one, three]))).toEqual({
      where: 'checkpoint 3 of acme',
      what: 'checkpoint 2 is missing before it',
    });
  });

  it('when a checkpoint was changed, or signed by somebody else', () => {
    const [one, two, three] = signed as [Checkpoint, Checkpoint, Checkpoint];
    expect(first(exported(log, [one, { ...two, at: 0 }, three]))?.where).toBe('checkpoint 2 of acme');
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const signature = sign('sha256', Buffer.from(two.hash, 'base64url'), other).toString('base64url');
    expect(first(exported(log, [one, { ...two, signature }, three]))).toEqual({
      where: 'checkpoint 2 of acme',
      what: 'its signature is not by the key of the log',
    });
  });
});

describe('canonical JSON', () => {
  it('is one text for one value, whatever the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonical(turned)).toBe(canonical(value));
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
