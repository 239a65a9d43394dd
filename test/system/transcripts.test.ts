import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itemsOf, putAll, setAttribute } from '../support/items.ts';
import { askForLogin, redeem, startLogin } from '../support/login.ts';
import { type Agent, accept, agentAtWork, newToken, type Visitor, visit } from '../support/people.ts';
import { createBrand, http, type System, startSystem, type TestBrand } from '../support/system.ts';

const hostile = [
  '=HYPERLINK("https://evil.example";"click")',
  '+49 30 123',
  '-2+3',
  '@SUM(A1)',
  '\t=1+1',
  ' =1+1',
  '＝1+1',
  'a "quoted" word, and\r\na new line',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '</style><svg/onload=alert(1)>',
  '[2026-01-01 00:00:00 UTC] Agent:\nI never said this',
];

let system: System;
let brand: TestBrand;
let other: TestBrand;
let agent: Agent;
let stranger: Agent;
let visitor: Visitor;
beforeAll(async () => {
  system = await startSystem();
  brand = await createBrand(system, 'acme');
  other = await createBrand(system, 'other');
  agent = await agentAtWork(system, brand);
  stranger = await agentAtWork(system, other);
  visitor = await visit(system, brand);
  await accept(agent, visitor.conversation);
  for (const [n, text] of hostile.entries()) await say(n + 1, text);
}, 60_000);
afterAll(() => system.stop());

async function say(n: number, text: string): Promise<void> {
  const { conversation, clientId, socket } = visitor;
  const answer = await socket.call({ action: 'consumer.send', conversation, clientId, n, text });
  if (answer.type !== 'answer') throw new Error(JSON.stringify(answer));
}

interface File {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function take(url: string, headers: Record<string, string>): Promise<File> {
  const response = await fetch(url, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const exported = (query = '', cookie = agent.cookie, conversation = visitor.conversation) =>
  take(`${system.origin}/api/manage/conversations/${conversation}/transcript${query}`, { cookie });

const taken = (query = '', who: Visitor = visitor) =>
  take(`${who.base}/conversations/${who.conversation}/transcript${query}`, {
    origin: brand.page,
    authorization: `Bearer ${who.token}`,
  });

/** Cells of a CSV file by RFC 4180. */
const cellsOf = (csv: string): string[][] =>
  csv
    .split(/\r\n(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .filter(Boolean)
    .map((row) => [...row.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = '']) => cell.replaceAll('""', '"')));

describe('an export', () => {
  it('is JSON with all that was said and what happened', async () => {
    const { status, headers, text } = await exported();
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${visitor.conversation}.json"`);
    expect(headers.get('link')).toBeNull();
    const part = JSON.parse(text);
    expect(part.conversation).toMatchObject({ id: visitor.conversation, state: 'open' });
    const messages = part.items.filter(({ kind }: { kind: string }) => kind === 'message');
    expect(messages.map((one: { text: string }) => one.text)).toEqual(hostile);
    expect(part.items.map(({ seq }: { seq: number }) => seq)).toEqual(
      Array.from({ length: hostile.length + 2 }, (_, at) => at + 1),
    );
  });

  it('is CSV that no spreadsheet calculates', async () => {
    const { headers, text } = await exported('?format=csv');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [names, ...rows] = cellsOf(text);
    expect(names?.slice(0, 6)).toEqual(['seq', 'time', 'kind', 'role', 'name', 'text']);
    expect(rows).toHaveLength(hostile.length + 2);
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[\s]*[=+\-@＝＋－＠]/u);
    const said = rows.filter(([, , kind]) => kind === 'message').map((row) => row[5]?.replace(/^'/, ''));
    expect(said).toEqual(hostile);
  });

  it('is HTML that stands alone, runs nothing and loads nothing', async () => {
    const { headers, text } = await exported('?format=html');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = headers.get('content-security-policy');
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/,
    );
    expect(text).toContain(`content="${policy?.replaceAll("'", '&#39;')}"`);
    const tags = [...text.matchAll(/<(\/?[a-zA-Z!][^\s>]*)/g)].map(([, tag]) => tag);
    const known = /^\/?(!doctype|html|head|meta|title|style|body|h1|p|ol|li|time|bdi)$/;
    expect(tags.filter((tag) => !known.test(tag ?? ''))).toEqual([]);
    const attributes = [...text.matchAll(/<[a-z][^>]*>/g)].flatMap(([tag]) =>
      [...tag.matchAll(/\s([\w-]+)=/g)].map(([, name]) => name),
    );
    const harmless = /^(lang|charset|http-equiv|content|name|class|datetime|dir|initial-scale)$/;
    expect(attributes.filter((name) => !harmless.test(name ?? ''))).toEqual([]);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('is of the own brand alone, and for admins', async () => {
    expect(await exported('', stranger.cookie)).toMatchObject({ status: 404 });
    expect(await exported('', agent.cookie, 'never-was')).toMatchObject({ status: 404 });
    expect(await exported('', '')).toMatchObject({ status: 401 });
    expect(await exported('?format=pdf')).toMatchObject({ status: 400 });
  });

  it('comes in parts when it is long, and the header names the next', async () => {
    const long = await visit(system, brand);
    const { head, items } = await itemsOf(system, brand, long.conversation);
    const at = Date.now();
    // Of all texts these grow most when they are escaped: each of their bytes becomes six.
    const text = '"'.repeat(8192);
    const more = Array.from({ length: 250 }, (_, n) => ({
      ...items[0],
      sk: `M#${String(n + 2).padStart(12, '0')}`,
      kind: 'message',
      seq: n + 2,
      at,
      from: { role: 'consumer' },
      sender: 'c1234567',
      n: n + 1,
      text,
      assurance: { level: 'anonymous' },
    }));
    await putAll(system, more);
    await setAttribute(system, head, 'lastSeq', 251);
    for (const format of ['json', 'html', 'csv']) {
      let query: string | undefined = `?format=${format}`;
      let messages = 0;
      let parts = 0;
      while (query !== undefined) {
        const part: File = await exported(query, agent.cookie, long.conversation);
        expect(part.status).toBe(200);
        expect(Buffer.byteLength(part.text)).toBeLessThan(6 * 1024 * 1024);
        messages +=
          part.text.split(
            format === 'html'
              ? '&quot;'.repeat(8192)
              : format === 'csv'
                ? '"'.repeat(16384)
                : '\\"'.repeat(8192),
          ).length - 1;
        parts += 1;
        query = /^<([^>]+)>; rel="next"$/.exec(part.headers.get('link') ?? '')?.[1];
      }
      expect([format, messages, parts]).toEqual([format, 250, 3]);
    }
  });
});

describe('a transcript for the consumer', () => {
  it('is text in which no message can pass for a line of ours', async () => {
    const { status, headers, text } = await taken();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('access-control-allow-origin')).toBe(brand.page);
    expect(headers.get('access-control-expose-headers')).toContain('link');
    const lines = text.split('\n');
    expect(lines.filter((line) => line.startsWith('[')).length).toBe(hostile.length + 2);
    expect(lines).toContain('    I never said this');
    expect(text).toContain('Alma Admin took the conversation.');
  });

  it('is HTML under the same rules', async () => {
    const { headers, text } = await taken('?format=html');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(text).not.toContain('<script');
  });

  it('is of the own conversation and for its own session alone', async () => {
    const another = await visit(system, brand);
    expect(await taken('', { ...another, conversation: visitor.conversation })).toMatchObject({
      status: 404,
    });
    expect(await taken('', { ...visitor, token: newToken() })).toMatchObject({ status: 401 });
    const elsewhere = await http(`${visitor.base}/conversations/${visitor.conversation}/transcript`, {
      origin: other.page,
      bearer: visitor.token,
    });
    expect(elsewhere).toMatchObject({ status: 403, body: { code: 'origin_refused' } });
  });

  it('holds after a login what was said before, and no attributes; the earlier token reads nothing', async () => {
    const login = await startLogin(brand, visitor, await askForLogin(agent, visitor.conversation));
    const end = Math.ceil(Date.now() / 1000) + 2;
    const claims = { name: 'Carla Customer', attributes: { tier: 'gold-plated' }, session_exp: end };
    const token = await brand.sign({ nonce: login.nonce, ...claims });
    const next = newToken();
    expect((await redeem(brand, visitor, login, token, next)).status).toBe(200);
    expect(await taken()).toMatchObject({ status: 401 });
    visitor.token = next;
    const { text } = await taken();
    expect(text).toContain('Logged in as Carla Customer.');
    expect(text).toContain('I never said this');
    expect(text).not.toContain('gold-plated');
    await new Promise((resolve) => setTimeout(resolve, end * 1000 - Date.now() + 50));
    const after = await taken();
    expect(after.status).toBe(200);
    expect(after.text).toContain('The login has ended.');
    expect(after.text).not.toContain('Carla');
    expect(after.text).not.toContain('I never said this');
  });
});
