import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { outEvents } from '../../contract/events-out.ts';
import { pauseAfter } from '../../lambdas/core/events/pauses.ts';
import { newWebhookSecret, signedHeaders } from '../../lambdas/core/events/signature.ts';

const guide = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8');

/** The guide's own code, run as it is written. */
async function verifier(): Promise<(headers: object, body: string, secret: string) => boolean> {
  const [, code = ''] = /```js\n(.*?)```/s.exec(guide) ?? [];
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).isFromDoorstep;
}

describe('the guide to events', () => {
  it('names every event there is, and all that each holds', () => {
    const rows = guide.split('\n').filter((line) => line.startsWith('| `'));
    for (const [name, schema] of Object.entries(outEvents)) {
      const row = rows.find((line) => line.split('|')[1]?.includes(`\`${name}\``));
      expect({ name, row }).toEqual({ name, row: expect.any(String) });
      for (const field of Object.keys(schema.def.shape))
        expect([name, row]).toEqual([name, expect.stringContaining(`\`${field}\``)]);
    }
  });

  it('shows code that takes what is signed, and nothing else', async () => {
    const isFromDoorstep = await verifier();
    const [old, fresh] = [newWebhookSecret(), newWebhookSecret()];
    const body = '{"type":"doorstep.webhook.test"}';
    const now = Date.now();
    const headers = signedHeaders('evt-1', body, [fresh, old], now);
    expect([old, fresh].map((secret) => isFromDoorstep(headers, body, secret))).toEqual([true, true]);
    expect(isFromDoorstep(headers, body, newWebhookSecret())).toBe(false);
    expect(isFromDoorstep(headers, `${body} `, old)).toBe(false);
    expect(isFromDoorstep({ ...headers, 'webhook-id': 'evt-2' }, body, old)).toBe(false);
    const late = signedHeaders('evt-1', body, [old], now - 301_000);
    expect(isFromDoorstep(late, body, old)).toBe(false);
  });

  it('tells the pauses as they are', () => {
    expect([1, 2, 3, 7, 10, 11].map(pauseAfter)).toEqual([10, 30, 120, 3600, 28_800, 28_800]);
    expect(guide).toContain(
      'after 10 s, 30 s, 2 min, 5 min, 15 min, 30 min, 1 h, 2 h, 4 h, and twice after 8 h',
    );
  });
});
