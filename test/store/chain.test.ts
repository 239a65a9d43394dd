import { generateKeyPairSync, sign as signWith } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chainName, type Happened, type Subject } from '../../lambdas/core/log/chain.ts';
import { type LogLine, verifyLog } from '../../lambdas/core/log/verify.ts';
import { eraseAuditPayload, readChain, seal } from '../../lambdas/store/chain.ts';
import {
  addCheckpoint,
  isCovered,
  lastCheckpoint,
  readCheckpoints,
  type Sign,
} from '../../lambdas/store/checkpoints.ts';
import { startTable, type TestTable } from '../support/table.ts';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64url');
const sign: Sign = async (hash) => ({
  key,
  signature: signWith('sha256', Buffer.from(hash, 'base64url'), privateKey).toString('base64url'),
});

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

let clock = 1_000_000_000;
const now = () => clock;
const account = (id: string): Subject => ({ kind: 'account', id });
const happened = (source: string, at = clock): Happened => ({
  source,
  at,
  payload: { event: 'password', source },
});
const append = (subject: Subject, what: Happened) => seal(table.db, 'acme', subject, what, 1, now);

async function all(subject: Subject): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for (let after: number | undefined = 0; after !== undefined; ) {
    const { entries, next }: Awaited<ReturnType<typeof readChain>> = await readChain(
      table.db,
      'acme',
      subject,
      { after, limit: 7 },
    );
    lines.push(...entries.map((entry): LogLine => ({ type: 'entry', ...entry })));
    after = next;
  }
  return lines;
}

describe('a chain in the table', () => {
  it('is sealed once a record, however often and late the record comes again', async () => {
    const one = account('one');
    const sources = Array.from({ length: 25 }, (_, index) => `record-${index}`);
    for (const source of sources) await append(one, happened(source));
    for (const source of sources) expect((await append(one, happened(source))).fresh).toBe(false);
    // Much later the records are delivered once more.
    clock += 3_600_000;
    for (const source of sources) {
      expect((await append(one, happened(source, clock - 3_600_000))).fresh).toBe(false);
    }
    expect(await all(one)).toHaveLength(25);
    expect(verifyLog(await all(one), { key }).findings).toEqual([]);
  });

  it('gives each a number of its own when many append at once', async () => {
    const busy = account('busy');
    const sealed = await Promise.all(
      Array.from({ length: 20 }, (_, index) => append(busy, happened(`record-${index % 10}`))),
    );
    expect(sealed.filter(({ fresh }) => fresh)).toHaveLength(10);
    const lines = await all(busy);
    expect(lines).toHaveLength(10);
    expect(verifyLog(lines, { key }).findings).toEqual([]);
  });

  it('costs one read of its end and one write, however long it is', async () => {
    const long = account('long');
    for (let n = 0; n < 30; n += 1) {
      clock += 120_000;
      await append(long, happened(`record-${n}`));
    }
    clock += 120_000;
    const calls: string[] = [];
    table.client.middlewareStack.add(
      (next, context) => (input) => {
        calls.push(String(context.commandName));
        return next(input);
      },
      { step: 'initialize', name: 'calls' },
    );
    await append(long, happened('the next'));
    table.client.middlewareStack.remove('calls');
    expect(calls).toEqual(['QueryCommand', 'PutItemCommand']);
  });

  it('verifies with an erased payload, of which nothing is left', async () => {
    const erased = account('erased');
    for (const source of ['a', 'b', 'c']) await append(erased, happened(source));
    expect(await eraseAuditPayload(table.db, 'acme', erased, 2)).toBe(true);
    expect(await eraseAuditPayload(table.db, 'acme', erased, 2)).toBe(true);
    expect(await eraseAuditPayload(table.db, 'acme', erased, 9)).toBe(false);
    const lines = await all(erased);
    expect(verifyLog(lines, { key })).toMatchObject({ findings: [], entries: 3, erased: 1 });
    expect(lines[1]).not.toHaveProperty('payload');
    expect(lines[1]).not.toHaveProperty('salt');
  });
});

describe('checkpoints in the table', () => {
  it('are one chain a brand, without gaps, however many are signed at once', async () => {
    const subject = account('signed');
    const { entry } = await append(subject, happened('a'));
    expect(await isCovered(table.db, entry)).toBe(false);
    const head = { chain: chainName(subject), from: 1, n: 1, hash: entry.hash };
    await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        addCheckpoint(table.db, sign, 'acme', [head], undefined, clock + index),
      ),
    );
    expect(await isCovered(table.db, entry)).toBe(true);
    expect((await lastCheckpoint(table.db, 'acme'))?.m).toBe(6);
    const { checkpoints, next } = await readCheckpoints(table.db, 'acme', { limit: 4 });
    const { checkpoints: rest } = await readCheckpoints(table.db, 'acme', { after: next ?? 0 });
    const lines = [...checkpoints, ...rest].map((one): LogLine => ({ type: 'checkpoint', ...one }));
    expect(verifyLog([...(await all(subject)), ...lines], { key })).toMatchObject({
      findings: [],
      checkpoints: 6,
    });
  });
});
